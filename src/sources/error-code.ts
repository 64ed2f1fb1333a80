/** The system's code of a failure (`ENOENT`, `EACCES`), or `unknown error`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
