import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { signIn } from '../../query/sign-in.ts'
import { Button } from '../../ui/button.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import css from './sign-in-page.module.css'

/** Asks for the access token in place of any page, which goes on where it was. The address stays, so that it can. */
export function SignInPage() {
  const cache = useQueryClient()
  const [failure, setFailure] = useState<string | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const failureId = useId()

  // Speaks to the document: its focus. There is one thing to do here.
  useEffect(() => field.current?.focus(), [])

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const input = field.current
    if (isAsking || input === null) return
    setIsAsking(true)
    setFailure(null)
    try {
      await signIn(input.value.trim(), cache)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
      setIsAsking(false)
      input.focus()
      input.select()
    }
  }

  return (
    <form className={css['form']} onSubmit={(event) => void submit(event)}>
      <PageHeading title="Sign in · Lookout" takesFocus={false}>
        Sign in
      </PageHeading>
      <p>This Lookout asks for the access token that it was started with.</p>
      {/* Password managers keep a password under a name. */}
      <input type="text" name="username" autoComplete="username" value="lookout" readOnly hidden />
      <label className={css['field']}>
        Access token
        <input
          ref={field}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          aria-invalid={failure !== null}
          aria-describedby={failure === null ? undefined : failureId}
        />
      </label>
      {failure !== null && (
        <p id={failureId} role="alert" className={css['failure']}>
          {failure}
        </p>
      )}
      <Button type="submit" look="primary" aria-disabled={isAsking}>
        Sign in
      </Button>
    </form>
  )
}
