import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { ApiProblem } from './api/client.ts';
import { SessionGate } from './session/SessionGate.tsx';
import { CrashGuard } from './shell/CrashGuard.tsx';
import './styles/app.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');

const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (count, error) => count < 1 && !(error instanceof ApiProblem) },
  },
});

createRoot(root).render(
  <StrictMode>
    <CrashGuard resetKey="app">
      <QueryClientProvider client={queries}>
        <SessionGate>
          <App />
        </SessionGate>
      </QueryClientProvider>
    </CrashGuard>
  </StrictMode>,
);
