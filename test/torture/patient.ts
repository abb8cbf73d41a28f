import { Lrs, type LrsAnswer, type LrsRequest } from '../support/lrs.ts';

/**
 * Asks once more when the connection ends before the answer: a kept one may end just when it is used again (RFC 9112,
 * 9.5). All that the torture sends may be repeated; a server that is gone refuses the second time.
 */
export class PatientLrs extends Lrs {
  override async ask(path: string, request?: LrsRequest): Promise<LrsAnswer> {
    try {
      return await super.ask(path, request);
    } catch {
      return super.ask(path, request);
    }
  }
}
