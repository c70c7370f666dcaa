import type { Refusal } from '../settings/remap';

/** Why a key cannot be given. */
export function refusal(refused: Refusal): string {
  switch (refused.reason) {
    case 'letter':
      return 'Skrót zaczyna się od Ctrl albo jest klawiszem F1–F11: inaczej nie dałoby się pisać.';
    case 'alt':
      return 'Skrót nie może mieć Alt ani AltGr: tak pisze się polskie litery.';
    case 'sign':
      return 'Z Ctrl i Shift może być tylko litera, Enter albo klawisz F.';
    case 'system':
      return 'Ten klawisz jest potrzebny systemowi albo polom tekstowym.';
    case 'taken':
      return `Ten klawisz ma już inne zadanie: ${refused.by}.`;
  }
}
