// The order of a live list: while a word is being finished, near-equal hits keep their places.
import type { Hit } from '../api/contract';

/** A hit moves above one that stood over it only if it is better by more than this. */
export const BETTER = 1.06;

interface Asked {
  text: string;
  units: string[];
  categories: string[];
}

/** Does `next` only go on with the word that `former` left open, under the same filters? */
export function finishes(former: Asked, next: Asked): boolean {
  const added = next.text.slice(former.text.length);
  const same = (a: string[], b: string[]) => a.length === b.length && a.every((id, at) => id === b[at]);
  return (
    /[\p{L}\p{N}]$/u.test(former.text) &&
    next.text.startsWith(former.text) &&
    /^[\p{L}\p{N}]+$/u.test(added) &&
    same(former.units, next.units) &&
    same(former.categories, next.categories)
  );
}

/**
 * The new hits in steady order. Those that were there before come in their old order, and each then rises above the
 * first one that it is clearly better than; a new one stands where its score puts it. So nothing moves for less than
 * `BETTER`, and no hit ever stands under one that it clearly beats.
 */
export function steady(former: readonly Hit[], next: readonly Hit[]): Hit[] {
  const places = new Map(former.map(({ id }, at) => [id, at]));
  const place = ({ id }: Hit) => places.get(id) ?? Infinity;
  const stayed = next.filter((hit) => places.has(hit.id)).sort((a, b) => place(a) - place(b));
  const order: Hit[] = [];
  for (const hit of stayed) put(order, hit, BETTER);
  for (const hit of next.filter(({ id }) => !places.has(id))) put(order, hit, 1);
  return order;
}

function put(order: Hit[], hit: Hit, better: number): void {
  const score = hit.score ?? 0;
  const at = order.findIndex((other) => score > better * (other.score ?? 0));
  order.splice(at < 0 ? order.length : at, 0, hit);
}
