// What a web view does by itself and a desk must not: reload, open its own menu, take a dropped file for a page. Set up with
// the page, before anything else, so that a reload or a desk that cannot be opened changes nothing about it.
import { meaning } from './keys';

export function guard(target: Window): void {
  const never = (event: Event) => event.preventDefault();
  target.addEventListener('keydown', (event) => meaning(event, []) === 'blocked' && event.preventDefault(), { capture: true });
  for (const name of ['contextmenu', 'dragover', 'drop'] as const) target.addEventListener(name, never, { capture: true });
}
