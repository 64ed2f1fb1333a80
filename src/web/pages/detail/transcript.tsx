import { useCallback, useEffect, useState, type FocusEvent, type KeyboardEvent } from 'react'
import { formatCount } from '../../lib/format.ts'
import { namedAction } from '../../lib/shortcuts.ts'
import { isWholeTranscript, type EventQuestion } from '../../query/events.ts'
import { Button } from '../../ui/button.tsx'
import { FoundText } from '../../ui/event/found-text.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EventItem, LoadingItem } from './event-item.tsx'
import { useFoundMarks } from './found-marks.ts'
import { useMatchSteps } from './match-steps.ts'
import type { Opening } from './opening.ts'
import { RowsFailed } from './rows-failed.tsx'
import type { TranscriptHandle } from './transcript-handle.ts'
import css from './transcript.module.css'
import { useTranscriptWindow } from './transcript-window.ts'
import { TurnLine } from './turn-line.tsx'

/**
 * The rows under one question, windowed: only those near the window are in the document, and only their pages are loaded.
 * `total` may grow; what the reader sees never moves by it. `opening` counts once, when the rows appear.
 */
export function Transcript({
  question,
  total,
  needle,
  opening,
  step: historyStep,
  isFollowing,
  isBusy,
  firstNewRow,
  onReady,
}: {
  readonly question: EventQuestion
  readonly total: number
  readonly needle: string
  readonly opening: Opening | null
  /** Names the step of the history that this is, and what it asks: one step may ask several things in turn. */
  readonly step: string
  /** The conversation goes on: a reader who is at the end stays there. */
  readonly isFollowing: boolean
  readonly isBusy: boolean
  /** Row of the unfiltered transcript that was not there when the reader was here before; null where all is new, or nothing. */
  readonly firstNewRow: number | null
  readonly onReady: (handle: TranscriptHandle | null) => void
}) {
  const view = useTranscriptWindow({ question, total, opening, historyStep, isFollowing })
  const { list, rows, current, goTo, beside } = view
  // Two rows by their number: the one that the reader was led to, the one that is open at first.
  const openingRow = opening?.at === 'row' ? opening.row : null
  const [target, setTarget] = useState(openingRow)
  const [openedRow, setOpenedRow] = useState(openingRow)
  // What the reader opened (true) and closed, by id; all else is closed, but for the row that the reader was led to.
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map())
  const choose = useCallback((eventId: string, isOpen: boolean) => {
    setChoices((before) => new Map(before).set(eventId, isOpen))
  }, [])
  useFoundMarks(list, needle)

  const stepToMatch = useMatchSteps(question, view)
  const goToMatch: TranscriptHandle['goToMatch'] = (wanted, by, how) =>
    stepToMatch(wanted, by, ({ row, eventId }) => {
      setTarget(row)
      if (how === 'open') {
        setOpenedRow(row)
        setChoices((before) => new Map([...before].filter(([id]) => id !== eventId)))
      }
      goTo(row, 'center', how === 'focus')
    })
  const goToRow = (row: number) => {
    const there = Math.min(Math.max(row, 0), total - 1)
    setTarget(there)
    goTo(there, 'center')
  }
  // Speaks to the page around: it calls what the last render made.
  useEffect(() => {
    onReady({ goToMatch, goToRow })
  })
  useEffect(() => () => onReady(null), [onReady])

  const isInside = () => list.current?.contains(document.activeElement) === true
  const step = (by: 1 | -1) => {
    if (total === 0) return
    goTo(current !== null && (isInside() || target !== null) ? beside(current, by) : view.firstVisible(), 'auto')
  }
  const moves = {
    nextEvent: () => step(1),
    previousEvent: () => step(-1),
    firstEvent: () => goTo(0, 'center'),
    lastEvent: () => goTo(total - 1, 'center'),
  }
  useShortcuts({
    ...moves,
    collapse: () => {
      setChoices(new Map())
      setOpenedRow(null)
    },
  })
  const onKeyDown = (event: KeyboardEvent) => {
    // In what a row holds (an output, a picture) the keys are those of its own.
    const isOnRow = event.target instanceof Element && event.target.matches('[data-row-focus]')
    const move = isOnRow ? namedAction(moves, event) : null
    if (move === null) return
    event.preventDefault()
    move()
  }
  const onFocus = (event: FocusEvent) => {
    const row = event.target.closest<HTMLElement>('[data-row]')?.dataset['row']
    if (row !== undefined && Number(row) !== current) view.setCurrent(Number(row))
  }

  const isWhole = isWholeTranscript(question)
  return (
    <>
      <FoundText value={needle}>
        <ol
          ref={list}
          aria-label="Events"
          aria-busy={isBusy}
          className={css['list']}
          style={{ height: view.heightPx }}
          onFocus={onFocus}
          onKeyDown={onKeyDown}
        >
          {view.items.map(({ row: number, place, top }) => {
            const row = rows.rowAt(number)
            const before = rows.rowAt(number - 1)
            const beginsTurn =
              row !== undefined && row.turn > 0 && (number === 0 || (before !== undefined && before.turn !== row.turn))
            const turn = beginsTurn ? rows.turnOf(row.turn) : undefined
            return (
              <li
                key={number}
                ref={view.measure}
                data-index={place}
                data-row={number}
                data-event-id={row?.id}
                aria-setsize={view.count}
                aria-posinset={place + 1}
                aria-current={number === target ? 'true' : undefined}
                className={css['item']}
                style={{ transform: `translateY(${top}px)` }}
              >
                {row !== undefined && isFirstNew(firstNewRow, row.row, before?.row) && (
                  <div className={css['new']} data-unsearched>
                    New since your last visit
                  </div>
                )}
                {beginsTurn && (
                  <TurnLine
                    row={row}
                    turn={isWhole ? turn : undefined}
                    isFolded={view.isFolded(row.turn)}
                    onToggle={view.toggleFold}
                  />
                )}
                {row === undefined ? (
                  <LoadingItem />
                ) : (
                  <EventItem
                    conversationId={question.conversationId}
                    row={row}
                    needle={needle}
                    isParallel={isParallel(before, row)}
                    isOpen={choices.get(row.id) ?? number === openedRow}
                    isTarget={number === target}
                    isTabStop={number === (current ?? view.items[0]?.row ?? 0)}
                    onChoose={choose}
                  />
                )}
              </li>
            )
          })}
        </ol>
      </FoundText>
      <RowsFailed rows={rows} />
      {total > view.seen && (
        <Button look="primary" className={css['newEvents'] ?? ''} onClick={view.goToEnd}>
          {formatCount(total - view.seen)} new {total - view.seen === 1 ? 'event' : 'events'} ↓
        </Button>
      )}
    </>
  )
}

/** Whether new rows begin with this one; numbers are those of the unfiltered transcript, of it and of the row shown before it. */
function isFirstNew(firstNew: number | null, row: number | undefined, before: number | undefined): boolean {
  return firstNew !== null && row !== undefined && row >= firstNew && before !== undefined && before < firstNew
}

interface Call {
  readonly kind: string
  readonly llm_response_id?: string | undefined
}

/** Whether the model asked for a call in the same answer as for the one before it. */
function isParallel(before: Call | undefined, row: Call): boolean {
  if (before?.kind !== 'ActionEvent' || row.kind !== 'ActionEvent') return false
  return row.llm_response_id !== undefined && row.llm_response_id === before.llm_response_id
}
