import '@cartwright/look/look.css';
import './storefront.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './router.tsx';
import { language, queryClient, shop } from './shop.ts';

document.documentElement.lang = language;
// Nothing of another account stays on the page, whichever tab signed in or out.
shop.session.subscribe(() => void queryClient.resetQueries());

createRoot(document.querySelector('#root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
