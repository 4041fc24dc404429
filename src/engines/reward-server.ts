/**
 * The program that trainers in other languages start to have answers scored: `node <this as a bundle>`. It serves
 * standard input until that ends; see `reward-loop.ts` for its lines, and `reward_bridge.py` for the other side.
 */
import { serveRewards } from './reward-loop.ts';

await serveRewards(
  process.stdin,
  (text) => new Promise<void>((resolve) => void process.stdout.write(text, () => resolve())),
);
