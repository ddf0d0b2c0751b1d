import { describe, expect, test } from '@jest/globals';
import {
  confirmableWith,
  confirmersOf,
  isForMachinesOfOthers,
  peopleInCharge,
  refuseConfirming,
} from '../../../workflows/access/role-grants.js';
import { roles } from '../../../workflows/collection-case/actor.js';

describe('A role', () => {
  test('that acts on one’s own is given at once; one that decides, or sees everything, waits for somebody in charge', () => {
    expect(roles.filter((role) => confirmersOf(role).length === 0)).toEqual(['salesperson', 'admin']);
  });

  test.each(roles.filter((role) => confirmersOf(role).length > 0))(
    '%s can be confirmed by the general manager or a director whom it concerns',
    (role) => {
      expect(confirmersOf(role)).toContain('general_manager');
      expect(peopleInCharge).toEqual(expect.arrayContaining([...confirmersOf(role)]));
    },
  );

  test('can be reached from any first person in charge: nobody is stuck without the command line', () => {
    for (const first of peopleInCharge) {
      const held = new Set<string>([first]);
      for (let before = 0; before < held.size; ) {
        before = held.size;
        for (const role of roles) if (confirmersOf(role).some((one) => held.has(one))) held.add(role);
      }
      expect([first, roles.filter((role) => confirmersOf(role).length > 0 && !held.has(role))]).toEqual([first, []]);
    }
  });
});

describe('A proposed clerk of C01', () => {
  const proposed = { role: 'ar_clerk', companyId: 'C01', receiver: 'wei', proposedBy: 'admin' };
  const director = { role: 'finance_director', companyId: 'C01' };

  test.each([
    ['the finance director of the company', { login: 'fd', grants: [director] }, undefined],
    ['the general manager of every company', { login: 'gm', grants: [{ role: 'general_manager', companyId: null }] }, undefined],
    ['the finance director of another company', { login: 'fd', grants: [{ role: 'finance_director', companyId: 'C02' }] }, 'role'],
    ['a director whom it does not concern', { login: 'sd', grants: [{ role: 'sales_director', companyId: null }] }, 'role'],
    ['an administrator', { login: 'other', grants: [{ role: 'admin', companyId: null }] }, 'role'],
    ['a director who is an administrator, too', { login: 'fd', grants: [director, { role: 'admin', companyId: null }] }, 'own'],
    ['its author', { login: 'admin', grants: [director] }, 'own'],
    ['its receiver', { login: 'wei', grants: [director] }, 'own'],
    ['a stand-in of its receiver', { login: 'fd', grants: [director], standsInFor: ['wei'] }, 'own'],
  ])('is decided on by %s: %#', (_who, { login, grants, ...rest }, refused) => {
    expect(refuseConfirming(proposed, { login, grants, standsInFor: [], ...rest })).toBe(refused);
  });

  test('in every company is not for the director of one', () => {
    expect(refuseConfirming({ ...proposed, companyId: null }, { login: 'fd', grants: [director], standsInFor: [] })).toBe('role');
  });
});

test('a machine whose token somebody else has made looks, and brings files', () => {
  expect(roles.filter(isForMachinesOfOthers)).toEqual(['salesperson', 'ar_clerk', 'auditor']);
});

test('what one may agree to follows from what one holds', () => {
  expect(confirmableWith([{ role: 'legal_manager', companyId: null }])).toEqual(['general_manager', 'legal_officer', 'auditor']);
  expect(confirmableWith([{ role: 'ar_clerk', companyId: null }])).toEqual([]);
});
