// The keys of the desk: one table, which the window obeys and F1 shows.

export type Action =
  | 'help' | 'new-call' | 'search' | 'ticket' | 'next-panel' | 'previous-panel' | 'emergency' | 'filters' | 'favourite' | 'why'
  | 'finish' | 'undo' | 'print' | 'message' | 'last-ticket' | 'tickets' | 'way' | 'next-call' | 'call-1' | 'call-2' | 'call-3' | 'call-4';

export interface Key {
  /** `KeyboardEvent.key`; letters in lower case. */
  key: string;
  ctrl?: boolean;
  shift?: boolean;
  action: Action;
  /** What F1 says; a key without it is another way to the same action. */
  label?: string;
}

export const keys: readonly Key[] = [
  { key: 'F1', action: 'help', label: 'ta lista skrótów' },
  { key: '/', ctrl: true, action: 'help' },
  { key: 'F2', action: 'new-call', label: 'nowa rozmowa' },
  { key: 'k', ctrl: true, action: 'search', label: 'szukaj procedury' },
  { key: 'F3', action: 'search' },
  { key: 'j', ctrl: true, action: 'filters', label: 'filtr jednostek i kategorii' },
  { key: 'd', ctrl: true, action: 'favourite', label: 'do ulubionych i z powrotem' },
  { key: 'F4', action: 'ticket', label: 'zgłoszenie z tego, co wpisano i otwarto' },
  { key: 'Enter', ctrl: true, action: 'finish', label: 'zapisz zgłoszenie, a bez zgłoszenia zakończ rozmowę' },
  { key: 'z', ctrl: true, shift: true, action: 'undo', label: 'cofnij zapisanie zgłoszenia, póki widać jego numer' },
  { key: 'p', ctrl: true, action: 'print', label: 'druk dla mieszkańca: zgłoszenie, czego brakuje, procedura' },
  { key: 'm', ctrl: true, action: 'message', label: 'tekst dla mieszkańca: SMS, e-mail' },
  { key: 'g', ctrl: true, action: 'last-ticket', label: 'numer ostatniego zgłoszenia' },
  { key: 'b', ctrl: true, shift: true, action: 'tickets', label: 'moje zgłoszenia' },
  { key: 'e', ctrl: true, shift: true, action: 'way', label: 'wysyłka do miasta, na koniec dyżuru' },
  { key: 'F6', action: 'next-panel', label: 'następny panel' },
  { key: 'F6', shift: true, action: 'previous-panel', label: 'poprzedni panel' },
  { key: 'i', ctrl: true, action: 'why', label: 'dlaczego te wyniki' },
  { key: 'F9', action: 'emergency', label: 'numery alarmowe' },
  { key: 'Tab', ctrl: true, action: 'next-call', label: 'następna rozmowa' },
  { key: '1', ctrl: true, action: 'call-1', label: 'pierwsza rozmowa (i tak dalej do 4)' },
  { key: '2', ctrl: true, action: 'call-2' },
  { key: '3', ctrl: true, action: 'call-3' },
  { key: '4', ctrl: true, action: 'call-4' },
];

/** Keys of WebKit that would throw the window's work away. */
const blocked: readonly Omit<Key, 'action'>[] = [
  { key: 'F5' },
  { key: 'F5', ctrl: true },
  { key: 'r', ctrl: true },
  { key: 'r', ctrl: true, shift: true },
];

/** On a Polish keyboard AltGr is Ctrl+Alt: "ą" must never be taken for a shortcut. */
function isTyping(event: KeyboardEvent): boolean {
  return event.isComposing || event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);
}

function fits(event: KeyboardEvent, key: Omit<Key, 'action'>): boolean {
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return pressed === key.key && event.ctrlKey === !!key.ctrl && event.shiftKey === !!key.shift && !event.altKey && !event.metaKey;
}

/** What the key asks for: an action, nothing of ours, or something that must not happen. */
export function meaning(event: KeyboardEvent): Action | 'blocked' | null {
  if (isTyping(event)) return null;
  if (blocked.some((key) => fits(event, key))) return 'blocked';
  return keys.find((key) => fits(event, key))?.action ?? null;
}

/** "Ctrl+Shift+B" */
export function shown(key: Key): string {
  return [key.ctrl && 'Ctrl', key.shift && 'Shift', key.key.length === 1 ? key.key.toUpperCase() : key.key].filter(Boolean).join('+');
}
