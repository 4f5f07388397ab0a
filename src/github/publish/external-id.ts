/** The `external_id` of our check runs: finds the pull request again when somebody presses "Re-run" (GitHub does not name those of forks) and tells what was covered. */

export interface CheckSubject {
  readonly repositoryId: number;
  /** A merge group has no number. */
  readonly pullNumber: number | undefined;
  readonly baseTip: string;
  /** The blob of the configuration file, `none` without one. */
  readonly configuration: string;
  readonly version: string;
  /** `failed`: nothing was judged, so a repeated event tries again. */
  readonly state: 'ready' | 'draft' | 'failed';
}

const unknownYet = '-';

export function makeExternalId(subject: CheckSubject): string {
  const { repositoryId, pullNumber, baseTip, configuration, version, state } = subject;
  return ['v1', repositoryId, pullNumber ?? 'group', baseTip || unknownYet, configuration || unknownYet, version, state].join(':');
}

/** Undefined for a check run that is not ours or of another time. */
export function readExternalId(text: string | null | undefined): CheckSubject | undefined {
  const [scheme, repositoryId, pull, baseTip, configuration, version, state] = (text ?? '').split(':');
  if (scheme !== 'v1' || repositoryId === undefined || pull === undefined || baseTip === undefined || configuration === undefined)
    return undefined;
  if (version === undefined || (state !== 'ready' && state !== 'draft' && state !== 'failed')) return undefined;
  const pullNumber = pull === 'group' ? undefined : Number(pull);
  if (!Number.isSafeInteger(Number(repositoryId)) || (pullNumber !== undefined && !(pullNumber > 0))) return undefined;
  return { repositoryId: Number(repositoryId), pullNumber, baseTip, configuration, version, state };
}

/** Whether a finished check has looked at the same: another look would say the same. The configuration belongs to the base tip. */
export function covers(done: CheckSubject | undefined, now: Omit<CheckSubject, 'configuration'>): boolean {
  if (done === undefined || done.state === 'failed' || done.baseTip === unknownYet) return false;
  const keys = ['repositoryId', 'pullNumber', 'baseTip', 'version', 'state'] as const;
  return keys.every((key) => done[key] === now[key]);
}
