/** A start that cannot be: `message` is one sentence that says what to do. The process ends with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
