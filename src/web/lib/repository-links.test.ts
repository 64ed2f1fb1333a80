import { expect, test } from 'vitest'
import { pullRequestAddress, repositoryAddress } from './repository-links.ts'

const at = (git_provider: string | null, selected_repository: string | null) => ({ git_provider, selected_repository })

test('each host has addresses of its own', () => {
  expect(repositoryAddress(at('github', 'octo/shop'))).toBe('https://github.com/octo/shop')
  expect(repositoryAddress(at('github', 'octo/shop'), 'fix/paging #1')).toBe(
    'https://github.com/octo/shop/tree/fix/paging%20%231',
  )
  expect(repositoryAddress(at('gitlab', 'group/sub/shop'), 'main')).toBe(
    'https://gitlab.com/group/sub/shop/-/tree/main',
  )
  expect(pullRequestAddress(at('github', 'octo/shop'), 412)).toBe('https://github.com/octo/shop/pull/412')
  expect(pullRequestAddress(at('gitlab', 'octo/shop'), 4)).toBe('https://gitlab.com/octo/shop/-/merge_requests/4')
  expect(pullRequestAddress(at('bitbucket', 'octo/shop'), 4)).toBe('https://bitbucket.org/octo/shop/pull-requests/4')
})

test('where the host is not known, or the name is no repository, there is no link', () => {
  for (const place of [
    at(null, 'octo/shop'),
    at('forgejo', 'octo/shop'),
    at('constructor', 'octo/shop'),
    at('github', null),
    at('github', 'shop'),
    at('github', 'octo/shop?x=1'),
    at('github', '../../evil'),
    at('github', 'octo/../evil'),
    at('github', 'https://evil.example/x'),
  ]) {
    expect(repositoryAddress(place, 'main')).toBeNull()
    expect(pullRequestAddress(place, 1)).toBeNull()
  }
})
