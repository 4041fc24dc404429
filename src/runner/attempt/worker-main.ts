import { serveAttempts } from './worker.ts';

serveAttempts();
