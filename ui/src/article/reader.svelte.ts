import { SvelteSet } from 'svelte/reactivity';
import type { Article, DeliberateAct, Failure, Section } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** Which documents the person has, by article and in its words, and what is done on purpose: kept by whoever keeps the call. */
export interface Keeper {
  of(procedure: string): readonly string[];
  changed(procedure: string, documents: string[]): void;
  used(act: DeliberateAct): void;
}

/** The article that is open, which of its documents the person has, and whether an operator holds it for outdated. */
export class Reader {
  article = $state.raw<Article | null>(null);
  /** What is open or being opened: of it the operator speaks already. */
  id: string | null = null;
  /** Where the article is to stand: the section that answers what was asked. */
  section = $state<Section>('summary');
  /** Places of the ticked documents. */
  readonly ticked = new SvelteSet<number>();
  /** The article was flagged just now: a note for the editors may follow. */
  asksNote = $state(false);
  /** What was asked when it was flagged. */
  #query = '';
  readonly #latest: Latest<{ id: string; section: Section }, Article>;

  constructor(
    private readonly desk: Desk,
    private readonly failed: (failure: Failure) => void,
    private readonly keeper: Keeper,
  ) {
    this.#latest = new Latest(
      ({ id }) => desk.article(id),
      (article, { section }) => this.#show(article, section),
      (error) => {
        this.id = this.article?.procedure.id ?? null;
        failed(asFailure(error));
      },
    );
  }

  open(id: string, section: Section = 'summary'): void {
    this.#latest.forget();
    this.id = id;
    if (id !== this.article?.procedure.id) this.#latest.ask({ id, section });
    else this.section = section;
  }

  close(): void {
    this.#latest.forget();
    this.id = null;
    this.article = null;
  }

  /** The person has the document of this place, or has it not. */
  tick(at: number, has: boolean): void {
    const { procedure } = this.article ?? {};
    if (!procedure) return;
    if (has) this.ticked.add(at);
    else this.ticked.delete(at);
    this.keeper.changed(procedure.id, (procedure.sections?.documents ?? []).filter((_, place) => this.ticked.has(place)));
    if (has) this.used('ticked');
  }

  /** The operator has done this with the open article, on purpose. */
  used(act: DeliberateAct): void {
    this.keeper.used(act);
  }

  async toggleFavourite(): Promise<void> {
    const favourite = !this.article?.favourite;
    await this.#mark({ favourite }, (id) => this.desk.setFavourite(id, favourite));
  }

  /** One key: the article is outdated. A note may follow. */
  async flag(query: string): Promise<void> {
    this.#query = query;
    if (this.article?.flagged) this.asksNote = true;
    else this.asksNote = await this.#mark({ flagged: true }, (id) => this.desk.flagArticle(id, query, ''));
  }

  /** False where the note may hold a caller's data, and was not kept. */
  async noteFlag(note: string): Promise<boolean> {
    let kept = false;
    const done = await this.#mark({ flagged: true }, async (id) => (kept = await this.desk.flagArticle(id, this.#query, note)));
    if (done && kept) this.asksNote = false;
    return done && kept;
  }

  async unflag(): Promise<void> {
    this.asksNote = false;
    await this.#mark({ flagged: false }, (id) => this.desk.unflagArticle(id));
  }

  /** What the desk has kept of the open article is shown of it, if it is still open. */
  async #mark(change: Partial<Article>, act: (id: string) => Promise<unknown>): Promise<boolean> {
    const { procedure } = this.article ?? {};
    if (!procedure) return false;
    try {
      await act(procedure.id);
    } catch (error) {
      this.failed(asFailure(error));
      return false;
    }
    if (this.article?.procedure !== procedure) return false;
    this.article = { ...this.article, ...change };
    return true;
  }

  #show(article: Article, section: Section): void {
    this.ticked.clear();
    this.asksNote = false;
    const has = this.keeper.of(article.procedure.id);
    article.procedure.sections?.documents?.forEach((document, at) => has.includes(document) && this.ticked.add(at));
    this.article = article;
    this.section = section;
  }
}
