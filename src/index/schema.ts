import { transaction, type Database } from './sqlite.ts'

/** Version of the tables below; raised with every change of them. An index of another version is set aside and rebuilt. */
export const SCHEMA_VERSION = 4

/**
 * Events of a conversation have keys `conversation * 2^24 + position`, so that one range of the primary key is one conversation
 * in append order, and a key tells whose event it is.
 */
export const POSITIONS = 2 ** 24

/** Keys [from, to) of a conversation's events. */
export function rangeOf(conversation: number): [number, number] {
  return [conversation * POSITIONS, (conversation + 1) * POSITIONS]
}

/** Roles of an event in the transcript: a row of its own, folded into the action it answers, or quiet. */
export const ROLE = { head: 0, folded: 1, quiet: 2 } as const

/** Whether an event could be read: yes; no, but the file may heal; no, for good. */
export const UNREADABLE = { no: 0, retry: 1, final: 2 } as const

const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- Names that repeat in every event: kinds, sources of events, tools.
CREATE TABLE term (pk INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE source (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, dialect TEXT NOT NULL, location TEXT NOT NULL,
  rank INTEGER NOT NULL, complete INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE conversation (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL, source INTEGER NOT NULL,
  title TEXT, first_message TEXT, shown TEXT, status TEXT NOT NULL, status_reason TEXT, native_status TEXT,
  status_until INTEGER, status_after TEXT, sandbox_status TEXT, trigger TEXT, selected_repository TEXT,
  selected_branch TEXT, git_provider TEXT, pr_number TEXT NOT NULL, llm_model TEXT, accumulated_cost REAL,
  token_usage TEXT, total_tokens REAL, created_at INTEGER, updated_at INTEGER, duration_seconds REAL, event_count INTEGER,
  -- Why event_count is unknown, or of an earlier moment; null where it is neither.
  event_count_reason TEXT,
  error_count INTEGER, failed_command_count INTEGER, unreadable_count INTEGER, parent_id TEXT, tags TEXT NOT NULL,
  working_dir TEXT, leaf_event_id TEXT,
  -- Where the next event goes, so that an append reads nothing back.
  positions INTEGER NOT NULL DEFAULT 0, rows INTEGER NOT NULL DEFAULT 0, focused INTEGER NOT NULL DEFAULT 0,
  quiet INTEGER NOT NULL DEFAULT 0, turns INTEGER NOT NULL DEFAULT 0, trunk_id TEXT, branched INTEGER NOT NULL DEFAULT 0,
  last_seq INTEGER NOT NULL DEFAULT -1, last_id TEXT, first_time INTEGER, last_time INTEGER,
  zone TEXT, zone_basis TEXT,
  -- Bytes of its rows in event_body.
  body_bytes INTEGER NOT NULL DEFAULT 0,
  -- Whether some of these went for the budget, and are to be read again once somebody opens it.
  trimmed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX conversation_revision ON conversation (revision);
-- Whom to watch: the newest, and those that are at work.
CREATE INDEX conversation_recent ON conversation (source, updated_at);
CREATE INDEX conversation_active ON conversation (source, updated_at) WHERE status IN ('running', 'waiting_for_confirmation');
CREATE INDEX conversation_until ON conversation (status_until) WHERE status_until IS NOT NULL;

-- Removed conversations, for readers that hold a copy.
CREATE TABLE tombstone (conversation INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT;
CREATE INDEX tombstone_revision ON tombstone (revision);

CREATE TABLE sighting (
  conversation INTEGER NOT NULL, source INTEGER NOT NULL, fingerprint TEXT NOT NULL, record TEXT NOT NULL,
  event_count INTEGER, unreadable INTEGER NOT NULL,
  -- Since when a source that is followed has it no more, UTC ms; it stays readable.
  gone_at INTEGER,
  -- Of a source whose events come behind its rows: the mark of its last row, the one that the events held stand for, and why they
  -- could not be read.
  events_mark TEXT, events_read TEXT, events_problem TEXT,
  -- JSON: what the events held say of the conversation itself.
  told TEXT,
  PRIMARY KEY (conversation, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_unreadable ON sighting (source) WHERE unreadable > 0;
CREATE INDEX sighting_source ON sighting (source);
CREATE INDEX sighting_gone ON sighting (source) WHERE gone_at IS NOT NULL;

CREATE TABLE event (
  pk INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, seq INTEGER NOT NULL, id TEXT NOT NULL, locator TEXT,
  time INTEGER, assumed INTEGER NOT NULL, kind INTEGER NOT NULL, native_kind INTEGER, source INTEGER, tool INTEGER,
  is_error INTEGER NOT NULL, exit_code INTEGER, failed INTEGER NOT NULL, size INTEGER NOT NULL, headline TEXT,
  action_id TEXT, tool_call_id TEXT, llm_response_id TEXT, turn INTEGER NOT NULL, off_branch INTEGER NOT NULL,
  branch_parent TEXT, role INTEGER NOT NULL, row INTEGER NOT NULL, head INTEGER NOT NULL, is_focused INTEGER NOT NULL,
  focus INTEGER NOT NULL, answer INTEGER, pending INTEGER NOT NULL, unreadable INTEGER NOT NULL
) STRICT;
CREATE INDEX event_id ON event (conversation, id);
CREATE INDEX event_facet ON event (conversation, kind, source, tool, is_error, failed, time);
CREATE INDEX event_row ON event (conversation, row) WHERE role = 0;
CREATE INDEX event_focus ON event (conversation, focus) WHERE is_focused = 1;
CREATE INDEX event_pending ON event (conversation) WHERE pending = 1;
CREATE INDEX event_error ON event (conversation) WHERE is_error = 1;
CREATE INDEX event_unreadable ON event (conversation) WHERE unreadable > 0;

-- Folded text, stored with its event; \`message\` is the part that the Agent Server's filter \`body\` looks at.
CREATE TABLE event_text (pk INTEGER PRIMARY KEY, text TEXT NOT NULL, message TEXT) STRICT;
-- Events that their source cannot give again for free: JSON, deflated.
CREATE TABLE event_body (pk INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
-- Ranges of event_text whose trigrams are still to be built.
CREATE TABLE text_pending (first INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE event_trigram USING fts5(
  text, content='event_text', content_rowid='pk', tokenize='trigram case_sensitive 1', detail=none, columnsize=0
);
`

/** Makes the tables of an empty database, with a generation of its own. */
export function createSchema(database: Database, generation: string): void {
  // All or nothing: half of the tables could neither be used nor made again.
  transaction(database, 'BEGIN IMMEDIATE', () => {
    database.exec(TABLES)
    const set = database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)')
    set.run('generation', generation)
    set.run('revision', 0)
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`)
  })
}

/** Version of the tables in a file: 0 where it is empty, −1 where they are not ours. @throws when it is no database or is damaged. */
export function schemaVersion(database: Database): number {
  const tables = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()
  const row = database.prepare('PRAGMA user_version').get()
  const version = Number(row?.['user_version'] ?? 0)
  return version === 0 && Number(tables?.['n']) > 0 ? -1 : version
}
