import type { PackageRow } from '../../../d1/content/packages.ts';
import { type Problem, problem } from '../../../domain/kernel/problem.ts';

/** Why a package that was withdrawn is not to be had. */
export const revoked = ({ revokedReason }: Pick<PackageRow, 'revokedReason'>): Problem =>
  problem('package_revoked', `Those who offer it say: ${revokedReason ?? 'no reason was given'}`, 'packageId');
