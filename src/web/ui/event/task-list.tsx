import type { Task } from '../../lib/event-body.ts'
import css from './event.module.css'

/** Sign and word of the states that the task tracker knows; others are shown as they are spelt. */
const STATES: ReadonlyMap<string, { readonly sign: string; readonly word: string }> = new Map([
  ['todo', { sign: '○', word: 'to do' }],
  ['in_progress', { sign: '◐', word: 'in progress' }],
  ['done', { sign: '●', word: 'done' }],
])

/** The agent's plan. */
export function TaskList({ tasks }: { readonly tasks: readonly Task[] }) {
  return (
    <ul className={css['tasks']} aria-label="Tasks">
      {tasks.map((task, index) => {
        const state = STATES.get(task.status) ?? { sign: '?', word: task.status }
        return (
          // A plan is written as a whole: its lines have no identity beyond their place.
          <li key={index}>
            <span aria-hidden="true">{state.sign}</span> <bdi>{task.title}</bdi>{' '}
            <span className="muted">
              {state.word}
              {task.notes !== null && (
                <>
                  {' · '}
                  <bdi>{task.notes}</bdi>
                </>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
