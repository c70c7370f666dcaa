import type { Article, Handout, Ticket } from '../api/contract';

/** One thing that can be handed out now. */
export interface Choice {
  handout: Handout;
  label: string;
  /** What is added to the label where it is printed. */
  paper: string;
}

interface Before {
  /** The saved ticket that is read back. */
  ticket: Ticket | null;
  /** The operator is at the ticket, and not at the article beside it. */
  atTicket: boolean;
  article: Article | null;
  /** Places of the documents that the person at the counter has. */
  ticked: ReadonlySet<number>;
}

/** What can be handed out, the likeliest first: the ticket that was just saved, then what a person at the counter lacks, then the article. */
export function choices({ ticket, atTicket, article, ticked }: Before): Choice[] {
  const slip: Choice[] = ticket ? [{ handout: { kind: 'ticket', number: ticket.number }, label: `Zgłoszenie ${ticket.number}`, paper: '(A5)' }] : [];
  const papers: Choice[] = [];
  if (article) {
    const { id: procedure, sections } = article.procedure;
    papers.push({ handout: { kind: 'article', procedure }, label: 'Procedura', paper: 'dużym drukiem (A4)' });
    if (sections?.documents?.length) {
      const documents: Choice = {
        handout: { kind: 'documents', procedure, ticked: [...ticked] },
        label: ticked.size > 0 ? 'Czego brakuje' : 'Co przynieść',
        paper: '(A5)',
      };
      if (ticked.size > 0) papers.unshift(documents);
      else papers.push(documents);
    }
  }
  return atTicket ? [...slip, ...papers] : [...papers, ...slip];
}
