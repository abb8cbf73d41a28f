import { z } from '@hono/zod-openapi';

/** As long as names are in practice; longer ones break every list that shows them. */
const NAME_CHARS = 500;
const IRI_CHARS = 2048;

/** Who a learner is: a name for people, and an account as xAPI has it, a name within the system that `homePage` names. */
export const LearnerAccount = z.object({
  name: z.string().min(1).max(NAME_CHARS),
  account: z.object({ homePage: z.url().max(IRI_CHARS), name: z.string().min(1).max(NAME_CHARS) }),
});
