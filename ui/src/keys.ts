// The keys of the desk: one table, which the window obeys and F1 shows; the operator may change it (settings/remap.ts).

export type Action =
  | 'help' | 'new-call' | 'search' | 'ticket' | 'next-panel' | 'previous-panel' | 'emergency' | 'filters' | 'favourite' | 'why'
  | 'hold' | 'note' | 'flag' | 'copy-section' | 'finish' | 'undo' | 'print' | 'message' | 'last-ticket' | 'tickets' | 'shift'
  | 'next-call' | 'call-1' | 'call-2' | 'call-3' | 'call-4' | 'settings' | 'zoom-in' | 'zoom-out' | 'zoom-reset' | Pick;

/** The n-th thing of the panel that has the focus: a section, a look-alike. */
export type Pick = 'pick-1' | 'pick-2' | 'pick-3' | 'pick-4' | 'pick-5' | 'pick-6' | 'pick-7' | 'pick-8' | 'pick-9';

/** A key with its modifiers. */
export interface Chord {
  /** `KeyboardEvent.key`; letters in lower case. */
  key: string;
  ctrl?: boolean;
  shift?: boolean;
  /** Digits of the upper row only: Alt with the other digits types letters on Windows. */
  alt?: boolean;
}

export interface Key extends Chord {
  action: Action;
  /** What F1 says; a key without it is another way to the same action. */
  label?: string;
  /** Where a letter may be typed this key is that letter. */
  outsideFields?: boolean;
  /** The last of a row of keys that F1 names at once: "Alt+1…9". */
  upTo?: string;
  /** The operator cannot give it another key: it is one of a row, or how the others are found. */
  fixed?: boolean;
}

export const keys: readonly Key[] = [
  { key: 'F1', action: 'help', label: 'ta lista skrótów', fixed: true },
  { key: '/', ctrl: true, action: 'help' },
  { key: 'F2', action: 'new-call', label: 'nowa rozmowa albo wizyta' },
  { key: 'k', ctrl: true, action: 'search', label: 'szukaj' },
  { key: 'F3', action: 'search' },
  { key: '/', action: 'search', outsideFields: true },
  { key: 'j', ctrl: true, action: 'filters', label: 'filtr jednostek i kategorii' },
  { key: 'd', ctrl: true, action: 'favourite', label: 'do ulubionych i z powrotem' },
  { key: 'F4', action: 'ticket', label: 'zgłoszenie z tego, co wpisano albo otwarto' },
  { key: 'Enter', ctrl: true, action: 'finish', label: 'zapisz zgłoszenie, a bez zgłoszenia zakończ rozmowę' },
  { key: 'z', ctrl: true, shift: true, action: 'undo', label: 'cofnij zapisanie zgłoszenia, póki widać jego numer' },
  { key: 'p', ctrl: true, action: 'print', label: 'druk dla mieszkańca: zgłoszenie, czego brakuje, procedura' },
  { key: 'm', ctrl: true, action: 'message', label: 'tekst dla mieszkańca: SMS, e-mail' },
  { key: 'g', ctrl: true, action: 'last-ticket', label: 'numer ostatniego zgłoszenia' },
  { key: 'b', ctrl: true, shift: true, action: 'tickets', label: 'moje zgłoszenia' },
  { key: 'e', ctrl: true, shift: true, action: 'shift', label: 'koniec dyżuru: wysyłka, szkice, liczby dnia' },
  { key: 'F6', action: 'next-panel', label: 'następny panel' },
  { key: 'F6', shift: true, action: 'previous-panel', label: 'poprzedni panel' },
  { key: '1', alt: true, action: 'pick-1', label: 'sekcja procedury albo propozycja o tym numerze', upTo: '9', fixed: true },
  { key: '2', alt: true, action: 'pick-2' },
  { key: '3', alt: true, action: 'pick-3' },
  { key: '4', alt: true, action: 'pick-4' },
  { key: '5', alt: true, action: 'pick-5' },
  { key: '6', alt: true, action: 'pick-6' },
  { key: '7', alt: true, action: 'pick-7' },
  { key: '8', alt: true, action: 'pick-8' },
  { key: '9', alt: true, action: 'pick-9' },
  { key: 'i', ctrl: true, action: 'why', label: 'dlaczego te wyniki' },
  { key: 'n', ctrl: true, action: 'note', label: 'notatka w rozmowie' },
  { key: 'F8', action: 'hold', label: 'wstrzymaj i wznów rozmowę' },
  { key: 'o', ctrl: true, shift: true, action: 'flag', label: 'oznacz procedurę jako nieaktualną' },
  { key: 'k', ctrl: true, shift: true, action: 'copy-section', label: 'kopiuj sekcję, która odpowiada na pytanie' },
  { key: 'F9', action: 'emergency', label: 'numery alarmowe' },
  { key: 'Tab', ctrl: true, action: 'next-call', label: 'następna rozmowa' },
  { key: '1', ctrl: true, action: 'call-1', label: 'rozmowa o tym numerze', upTo: '4', fixed: true },
  { key: '2', ctrl: true, action: 'call-2' },
  { key: '3', ctrl: true, action: 'call-3' },
  { key: '4', ctrl: true, action: 'call-4' },
  { key: '+', ctrl: true, action: 'zoom-in', label: 'wszystko większe', fixed: true },
  { key: '+', ctrl: true, shift: true, action: 'zoom-in' },
  { key: '=', ctrl: true, action: 'zoom-in' },
  { key: '-', ctrl: true, action: 'zoom-out', label: 'wszystko mniejsze', fixed: true },
  { key: '0', ctrl: true, action: 'zoom-reset', label: 'zwykła wielkość', fixed: true },
  { key: ',', ctrl: true, action: 'settings', label: 'ustawienia' },
];

/** Keys of WebKit and WebView2 that would throw the window's work away or lay something of theirs over it. */
export const blocked: readonly Chord[] = [
  { key: 'F5' },
  { key: 'F5', ctrl: true },
  { key: 'F5', shift: true },
  { key: 'r', ctrl: true },
  { key: 'r', ctrl: true, shift: true },
  { key: 'F7' },
  { key: 'F12' },
  { key: 'i', ctrl: true, shift: true },
  { key: 'c', ctrl: true, shift: true },
  { key: 'f', ctrl: true },
  { key: 'u', ctrl: true },
  { key: 's', ctrl: true },
  { key: 'ArrowLeft', alt: true },
  { key: 'ArrowRight', alt: true },
];

/** On a Polish keyboard AltGr is Ctrl+Alt: "ą" must never be taken for a shortcut. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.isComposing || event.getModifierState('AltGraph') || (event.ctrlKey && event.altKey);
}

/** What was pressed; null while it is only a modifier, or a letter that is being typed with AltGr. */
export function pressed(event: KeyboardEvent): Chord | null {
  if (isTyping(event) || event.metaKey || ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta'].includes(event.key)) return null;
  if (event.altKey && event.code.startsWith('Numpad')) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return { key, ctrl: event.ctrlKey, shift: event.shiftKey, alt: event.altKey };
}

export function same(one: Chord, other: Chord): boolean {
  return one.key === other.key && !one.ctrl === !other.ctrl && !one.shift === !other.shift && !one.alt === !other.alt;
}

/** A field takes letters: what is on a key of its own there is typed, not done. */
function isInField(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
}

/** What the key asks for: an action, nothing of ours, or something that must not happen. */
export function meaning(event: KeyboardEvent, table: readonly Key[] = keys): Action | 'blocked' | null {
  const chord = pressed(event);
  if (!chord) return null;
  if (blocked.some((key) => same(key, chord))) return 'blocked';
  return table.find((key) => same(key, chord) && !(key.outsideFields && isInField(event)))?.action ?? null;
}

/** "Ctrl+Shift+B" */
export function shown(chord: Chord): string {
  const key = chord.key.length === 1 ? chord.key.toUpperCase() : chord.key;
  return [chord.ctrl && 'Ctrl', chord.shift && 'Shift', chord.alt && 'Alt', key].filter(Boolean).join('+');
}
