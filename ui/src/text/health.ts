// What the start screen says of the parts of a desk that does not open. The program's own words stay for whoever mends it.
import type { HealthCheck } from '../api/contract';

const parts: Record<string, string> = {
  program: 'Program',
  folder: 'Folder danych',
  desk: 'Plik z danymi',
  key: 'Klucz do pliku z danymi',
  recovery: 'Klucz miasta',
  backups: 'Kopie',
  copies: 'Szyfrowanie kopii',
  space: 'Miejsce na dysku',
  audit: 'Rejestr czynności',
  queue: 'Wysyłka do miasta',
  edition: 'Baza procedur',
  index: 'Wyszukiwanie',
};

/** "✔ Folder danych: w porządku". A part that this window does not know keeps its own name. */
export function checked({ name, healthy, warning }: HealthCheck): string {
  const [mark, state] = !healthy ? ['✖', 'coś jest nie tak'] : warning ? ['⚠', 'do sprawdzenia'] : ['✔', 'w porządku'];
  return `${mark} ${parts[name] ?? name}: ${state}`;
}
