import { SvelteSet } from 'svelte/reactivity';
import type { Article, Failure } from '../api/contract';
import { asFailure, type Desk } from '../api/desk';
import { Latest } from '../api/latest';

/** The article that is open, and which of its documents the person at the counter has. */
export class Reader {
  article = $state.raw<Article | null>(null);
  /** Places of the ticked documents. */
  readonly ticked = new SvelteSet<number>();
  readonly #latest: Latest<string, Article>;

  constructor(private readonly desk: Desk, private readonly failed: (failure: Failure) => void) {
    this.#latest = new Latest(
      (id) => desk.article(id),
      (article) => this.#show(article),
      (error) => failed(asFailure(error)),
    );
  }

  open(id: string): void {
    this.#latest.forget();
    if (id !== this.article?.procedure.id) this.#latest.ask(id);
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

  #show(article: Article): void {
    this.ticked.clear();
    this.article = article;
  }
}
