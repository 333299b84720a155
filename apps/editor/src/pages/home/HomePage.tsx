import { HomeView } from './HomeView.tsx';

/** Home. */
export default function HomePage() {
  return <HomeView />;
}
