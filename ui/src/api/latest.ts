/**
 * One question at a time; of those asked meanwhile only the newest is put next. So an older answer can never overwrite
 * a newer one, and a slow moment never piles up a queue behind the typing.
 */
export class Latest<Question, Answer> {
  #waiting: { question: Question } | null = null;
  #busy = false;
  /** Grows when what is under way is not wanted any more. */
  #era = 0;

  constructor(
    private readonly put: (question: Question) => Promise<Answer>,
    private readonly answered: (answer: Answer, question: Question) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  ask(question: Question): void {
    this.#waiting = { question };
    if (!this.#busy) void this.#work();
  }

  /** Whatever is still under way is not wanted any more. */
  forget(): void {
    this.#waiting = null;
    this.#era += 1;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting) {
      const { question } = this.#waiting;
      const era = this.#era;
      this.#waiting = null;
      try {
        const answer = await this.put(question);
        // An answer that is already overtaken is still shown: on a slow machine the list must move while one types.
        if (era === this.#era) this.answered(answer, question);
      } catch (error) {
        if (era === this.#era) this.failed(error);
      }
    }
    this.#busy = false;
  }
}
