import type { Code, ProblemCode } from '../api/contract';

/** What happened, and what to do. A code without its sentence does not compile. */
export const sentences: Record<Code, { what: string; todo: string }> = {
  article_not_found: { what: 'Nie ma już tej procedury.', todo: 'Wyszukaj ją jeszcze raz.' },
  ticket_not_found: { what: 'Nie ma zgłoszenia o tym numerze.', todo: 'Sprawdź numer albo poszukaj po ulicy.' },
  call_not_found: { what: 'Ta rozmowa jest już zakończona.', todo: 'Otwórz nową rozmowę (F2).' },
  ticket_sealed: { what: 'To zgłoszenie jest już zapieczętowane dla miasta.', todo: 'Nie da się go cofnąć. Popraw je nowym zgłoszeniem: „Popraw” w „Moich zgłoszeniach”.' },
  not_enrolled: { what: 'To stanowisko nie jest jeszcze zarejestrowane w mieście.', todo: 'Zgłoszenia czekają bezpiecznie. Poproś informatyka o rejestrację stanowiska.' },
  receipt_refused: { what: 'To nie jest potwierdzenie miasta dla tego stanowiska.', todo: 'Sprawdź, czy to właściwy plik. Zgłoszenia czekają dalej.' },
  disk_full: { what: 'Nie zapisano: dysk jest pełny.', todo: 'Zwolnij miejsce – program sam spróbuje ponownie. Wcześniej zapisane dane są bezpieczne.' },
  read_only: { what: 'Nie zapisano: folder danych jest tylko do odczytu.', todo: 'Skopiuj wpisany tekst i poproś informatyka o prawo zapisu do folderu danych.' },
  desk_in_use: { what: 'Centrala jest już otwarta.', todo: 'Przejdź do otwartego okna. Jeśli go nie widać, uruchom komputer ponownie.' },
  desk_newer: { what: 'Dane zapisała nowsza wersja programu.', todo: 'Zaktualizuj program. Dane są nietknięte.' },
  desk_lost: { what: 'Zniknął plik z danymi tego stanowiska.', todo: 'Nie zaczynaj od nowa. Poproś informatyka o przywrócenie desk.sqlite z kopii folderu danych. Zgłoszenia notuj na kartce.' },
  desk_key: { what: 'Brakuje klucza do pliku z danymi albo nie da się go odczytać.', todo: 'Niczego nie usuwaj. Poproś informatyka o przywrócenie pliku desk.key z kopii folderu danych.' },
  keychain_locked: { what: 'Pęk kluczy systemu jest zablokowany.', todo: 'Odblokuj pęk kluczy (zwykle: zaloguj się do systemu jeszcze raz) i spróbuj ponownie. Dane są nietknięte.' },
  keychain_empty: { what: 'W pęku kluczy systemu nie ma już klucza do danych.', todo: 'Niczego nie usuwaj. Poproś informatyka o odzyskanie klucza kluczem miasta (centrala recover). Zgłoszenia notuj na kartce.' },
  passphrase_needed: { what: 'Dane tego stanowiska chroni hasło.', todo: 'Wpisz je, żeby zacząć pracę.' },
  passphrase_wrong: { what: 'To hasło nie otwiera danych.', todo: 'Sprawdź Caps Lock i układ klawiatury i wpisz je jeszcze raz.' },
  passphrase_short: { what: 'To hasło jest za krótkie.', todo: 'Wybierz hasło, które ma co najmniej 10 znaków.' },
  desk_key_wrong: { what: 'Klucz w pliku desk.key nie pasuje do danych tego stanowiska.', todo: 'Niczego nie usuwaj. Poproś informatyka o przywrócenie właściwego desk.key z kopii folderu danych.' },
  desk_other: { what: 'W miejscu pliku z danymi leży inny plik.', todo: 'Niczego nie usuwaj. Poproś informatyka o przywrócenie właściwego desk.sqlite z kopii folderu danych. Zgłoszenia notuj na kartce.' },
  desk_place: { what: 'Folder danych leży na dysku, na którym zapis nie jest pewny.', todo: 'Poproś informatyka o przeniesienie go na dysk tego komputera (nie sieciowy i nie synchronizowany).' },
  desk_corrupt: { what: 'Plik z danymi jest uszkodzony.', todo: 'Nie usuwaj go – wezwij informatyka. Zgłoszenia notuj na kartce.' },
  storage: { what: 'Nie udało się tego zapisać ani odczytać.', todo: 'Spróbuj jeszcze raz. Jeśli to nie pomoże, podaj informatykowi kod i szczegóły.' },
  edition_newer: { what: 'Baza procedur jest w nowszym formacie niż program.', todo: 'Zaktualizuj program albo poproś informatyka o przywrócenie poprzedniej bazy.' },
  edition_corrupt: { what: 'Baza procedur jest uszkodzona.', todo: 'Poproś informatyka o ponowne wgranie bazy. Zgłoszenia są bezpieczne.' },
  index_failed: { what: 'Wyszukiwanie nie działa.', todo: 'Uruchom program ponownie – indeks zbuduje się od nowa.' },
};

/** What to mend at a field. */
export const problems: Record<ProblemCode, string> = {
  missing: 'To pole jest potrzebne.',
  unknown_service: 'Wybierz rodzaj zgłoszenia z listy.',
  no_place: 'Podaj ulicę albo opisz miejsce.',
  number_without_street: 'Numer budynku wymaga ulicy.',
  bad_number: 'Podaj numer jak 104, 12a lub 30/32.',
  not_an_option: 'Wybierz jedną z odpowiedzi.',
  unknown_question: 'To zgłoszenie nie ma takiego pytania.',
  bad_email: 'To nie jest adres e-mail.',
  bad_phone: 'Numer telefonu ma od 9 do 15 cyfr.',
  no_consent: 'Bez zgody nie wolno zapisać danych kontaktowych.',
  reporter_needed: 'Ta sprawa wymaga e-maila lub telefonu osoby zgłaszającej.',
  too_long: 'Tekst jest za długi.',
};
