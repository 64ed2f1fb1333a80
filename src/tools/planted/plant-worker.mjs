import { workerData } from 'node:worker_threads'
import { conversationAt } from './conversation.mjs'
import { LAYOUTS, writeConversation } from './layouts.mjs'

/** @type {import('./plant.mjs').Share} */
const { directory, layout, size, first, threads } = workerData
const chosen = LAYOUTS[layout]
if (chosen === undefined) throw new Error(`there is no layout ${layout}`)
const count = size.conversations + (size.long > 0 ? 1 : 0)
for (let number = first; number < count; number += threads)
  writeConversation(directory, chosen, conversationAt(number, size))
