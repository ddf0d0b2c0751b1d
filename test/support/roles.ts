import { expect } from '@jest/globals';
import type { Role } from '../../workflows/collection-case/actor.js';
import type { Api } from './api.js';

/** As roles are given: an administrator proposes, and what decides is confirmed by somebody in charge. */
export async function giveRole(api: Api, login: string, grant: { role: Role | string; company?: string }): Promise<void> {
  const answer = await api.post('admin', `/api/v1/people/${encodeURIComponent(login)}/roles`, grant);
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
  for (const { id } of (answer.body.waiting ?? []) as { id: string }[])
    expect(
      (await api.post(login === 'general_manager' ? 'finance_director' : 'general_manager', `/api/v1/role-proposals/${id}/confirm`)).status,
    ).toBe(200);
}
