// One section of an article as plain text, to be pasted into a message: with its title, symbol and date.
import type { Article, Section } from '../api/contract';
import * as pl from './pl';

/** Empty where the article has no such section. */
export function sectionText({ procedure }: Article, section: Section): string {
  const lines = linesOf(procedure, section).filter((line) => line.trim() !== '');
  if (lines.length === 0) return '';
  return [`${procedure.title} – ${pl.sections[section]}`, ...lines, `(${procedure.id}, stan na ${pl.date(procedure.as_of)})`].join('\n');
}

function linesOf({ summary, steps = [], sections = {} }: Article['procedure'], section: Section): string[] {
  const points = (texts: readonly string[] = []) => texts.map((text) => `• ${text}`);
  switch (section) {
    case 'summary':
      return [summary];
    case 'steps':
      return steps.map(({ title, hint }, at) => `${at + 1}. ${[title, hint].filter(Boolean).join(' – ')}`);
    case 'how':
      return plain(sections.how);
    case 'time_and_place':
      return plain(sections.time_and_place);
    case 'fees':
      return points(sections.fees?.map(({ what, amount_pln, note }) => [what, amount_pln == null ? '' : pl.amount(amount_pln), note].filter(Boolean).join(' – ')));
    case 'documents':
      return points(sections.documents);
    case 'legal_basis':
      return points(sections.legal_basis);
    case 'appeal':
      return [sections.appeal ?? ''];
  }
}

/** The text of cleaned HTML: a line for each paragraph and each point. */
function plain(html: string | null | undefined): string[] {
  const { body } = new DOMParser().parseFromString(html ?? '', 'text/html');
  for (const point of body.querySelectorAll('li')) point.prepend('• ');
  for (const cell of body.querySelectorAll('td, th')) cell.append(' ');
  for (const block of body.querySelectorAll('p, li, tr, h3, h4, br')) block.after('\n');
  return (body.textContent ?? '').split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
}
