/** Answers that were asked for lately; where there are too many, the oldest goes. */
export class Kept<Answer> {
  readonly #most: number
  readonly #answers = new Map<string, Answer>()

  constructor(most: number) {
    this.#most = most
  }

  /** The answer to a question, found where it is not kept; what throws is not kept. */
  of(question: string, find: () => Answer): Answer {
    const known = this.#answers.get(question)
    if (known !== undefined) return known
    const answer = find()
    const [oldest] = this.#answers.keys()
    if (this.#answers.size >= this.#most && oldest !== undefined) this.#answers.delete(oldest)
    this.#answers.set(question, answer)
    return answer
  }
}
