/** Triggers that OpenHands is known to name, with what a person reads. Others are kept and shown as they are. */
const TRIGGER_LABELS: ReadonlyMap<string, string> = new Map([
  ['gui', 'GUI'],
  ['slack', 'Slack'],
  ['resolver', 'Resolver'],
  ['suggested_task', 'Suggested task'],
  ['remote_api_key', 'API'],
  ['openhands_api', 'OpenHands API'],
  ['microagent_management', 'Microagent management'],
  ['jira', 'Jira'],
  ['jira_dc', 'Jira Data Center'],
  ['linear', 'Linear'],
  ['bitbucket', 'Bitbucket'],
  ['bitbucket_dc', 'Bitbucket Data Center'],
  ['gitlab', 'GitLab'],
  ['github', 'GitHub'],
  ['automation', 'Automation'],
])

/** What a person reads for a trigger; an unknown one as it is. */
export function formatTrigger(trigger: string): string {
  return TRIGGER_LABELS.get(trigger) ?? trigger
}

/** The trigger that a person means by a word: by its name or its label in any case, another one as it is. */
export function toTrigger(word: string): string {
  const plain = word.toLowerCase()
  const known = [...TRIGGER_LABELS].find(([trigger, label]) => trigger === plain || label.toLowerCase() === plain)
  return known?.[0] ?? word
}
