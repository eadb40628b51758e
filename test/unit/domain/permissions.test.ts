import { describe, expect, it } from 'vitest';
import { isPermitted, permissions, permissionsOf } from '#shared/domain/permissions.ts';
import { roles } from '#shared/domain/role.ts';

describe('who may do what', () => {
  it('grants nothing to an account without a role', () => {
    expect(permissionsOf([])).toEqual([]);
  });

  it('keeps every kind of case content from the administrator and the security officer', () => {
    const content = permissions.filter((one) =>
      /^(case|person|check|message|export|outbox|approval|conflict)\./.test(one),
    );
    for (const one of content) {
      expect(isPermitted(['administrator'], one), one).toBe(false);
      expect(isPermitted(['security-officer'], one), one).toBe(false);
    }
  });

  it('gives accounts and machines to the administrator alone', () => {
    for (const one of ['account.manage', 'workstation.manage', 'settings.write', 'backup.manage'] as const) {
      expect(roles.filter((held) => isPermitted([held], one))).toEqual(['administrator']);
    }
  });

  it('lets the data-protection officer read cases and change nothing in them', () => {
    expect(isPermitted(['dpo'], 'case.read')).toBe(true);
    expect(isPermitted(['dpo'], 'case.write')).toBe(false);
    expect(isPermitted(['dpo'], 'message.send')).toBe(false);
  });

  it('keeps the audit trail from those whose work it records, but for their supervisor', () => {
    expect(isPermitted(['officer'], 'audit.read')).toBe(false);
    expect(isPermitted(['administrator'], 'audit.read')).toBe(false);
    expect(isPermitted(['supervisor'], 'audit.read')).toBe(true);
  });

  it('adds up the permissions of several roles', () => {
    const both = permissionsOf(['officer', 'administrator']);
    expect(both).toContain('case.write');
    expect(both).toContain('account.manage');
    expect(both).toEqual(permissions.filter((one) => both.includes(one)));
  });
});
