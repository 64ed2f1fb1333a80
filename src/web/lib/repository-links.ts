/** How the public hosts spell their addresses. Who hosts one of these elsewhere, nobody tells: then there is no such page there. */
const HOSTS: Readonly<Record<string, { readonly root: string; readonly branch: string; readonly pull: string }>> = {
  github: { root: 'https://github.com', branch: 'tree', pull: 'pull' },
  gitlab: { root: 'https://gitlab.com', branch: '-/tree', pull: '-/merge_requests' },
  bitbucket: { root: 'https://bitbucket.org', branch: 'src', pull: 'pull-requests' },
}
/** `owner/name`, with groups in between at GitLab. */
const REPOSITORY = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)+$/

/** What is known of where a conversation's work lies; null is unknown. */
interface Place {
  readonly git_provider: string | null
  readonly selected_repository: string | null
}

/** Address of a repository at its host, of a branch of it where one is named; null where the host is not known. */
export function repositoryAddress(place: Place, branch: string | null = null): string | null {
  const found = hostOf(place)
  if (found === null) return null
  const path = branch === null ? [] : [found.host.branch, ...branch.split('/').map(encodeURIComponent)]
  return [found.root, ...path].join('/')
}

/** Address of a pull request, or what the host calls it; null where the host is not known. */
export function pullRequestAddress(place: Place, number: number): string | null {
  const found = hostOf(place)
  return found === null ? null : `${found.root}/${found.host.pull}/${number}`
}

function hostOf({ git_provider: provider, selected_repository: repository }: Place) {
  const host = provider !== null && Object.hasOwn(HOSTS, provider) ? HOSTS[provider] : undefined
  if (host === undefined || repository === null || !REPOSITORY.test(repository)) return null
  return { host, root: `${host.root}/${repository}` }
}
