// The load generator, a process of its own beside the server. `generator.ts` starts it and tells it what to send.
import { type LoadPlan, runLoad } from './load.ts';

process.on('message', async (plan: LoadPlan) => {
  const result = await runLoad(plan, () => process.send!({ measuring: true }));
  process.send!({ result });
});
process.on('disconnect', () => process.exit(0));
