import { SvelteSet } from 'svelte/reactivity';
import type { Article, Failure, Section } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** The article that is open, and which of its documents the person at the counter has. */
export class Reader {
  article = $state.raw<Article | null>(null);
  /** Where the article is to stand: the section that answers what was asked. */
  section = $state<Section>('summary');
  /** Places of the ticked documents. */
  readonly ticked = new SvelteSet<number>();
  readonly #latest: Latest<{ id: string; section: Section }, Article>;

  constructor(private readonly desk: Desk, private readonly failed: (failure: Failure) => void) {
    this.#latest = new Latest(
      ({ id }) => desk.article(id),
      (article, { section }) => this.#show(article, section),
      (error) => failed(asFailure(error)),
    );
  }

  open(id: string, section: Section = 'summary'): void {
    this.#latest.forget();
    if (id !== this.article?.procedure.id) this.#latest.ask({ id, section });
    else this.section = section;
  }

  close(): void {
    this.#latest.forget();
    this.article = null;
  }

  async toggleFavourite(): Promise<void> {
    const { article } = this;
    if (!article) return;
    const favourite = !article.favourite;
    try {
      await this.desk.setFavourite(article.procedure.id, favourite);
      if (this.article === article) this.article = { ...article, favourite };
    } catch (error) {
      this.failed(asFailure(error));
    }
  }

  #show(article: Article, section: Section): void {
    this.ticked.clear();
    this.article = article;
    this.section = section;
  }
}
