// Sets the sentences that stand in the components' markup as text/pl.ts sets those that are data.
import { parse, type AST } from 'svelte/compiler';
import type { Plugin } from 'vite';
import { typeset } from './src/text/pl.ts';

/** Attributes that are read, by eye or ear. */
const READ = ['title', 'placeholder', 'label', 'hint', 'aria-label'];

export function typography(): Plugin {
  return {
    name: 'typography',
    enforce: 'pre',
    transform: {
      filter: { id: /[\\/]src[\\/][^?]*\.svelte$/ },
      handler(code, id) {
        const texts = found(parse(code, { modern: true, filename: id }).fragment);
        let set = code;
        // From the last to the first: what is shortened moves nothing that is still to come.
        for (const { start, end } of texts.sort((one, other) => other.start - one.start)) {
          set = set.slice(0, start) + typeset(set.slice(start, end)) + set.slice(end);
        }
        return { code: set, map: null };
      },
    },
  };
}

function found(node: unknown): AST.Text[] {
  if (typeof node !== 'object' || node === null) return [];
  if (isText(node)) return [node];
  const isSilent = 'type' in node && node.type === 'Attribute' && 'name' in node && !READ.includes(String(node.name));
  return isSilent ? [] : Object.values(node).flatMap(found);
}

function isText(node: object): node is AST.Text {
  return 'type' in node && node.type === 'Text';
}
