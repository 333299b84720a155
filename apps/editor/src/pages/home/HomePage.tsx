import { useStepTypes } from '../../runs/useCatalogue.ts';
import { templateCard } from '../../templates/templateLook.ts';
import { useRunTemplate, useTemplates } from '../../templates/useTemplates.ts';
import { HomeView } from './HomeView.tsx';

const demoTemplate = 'messy-csv-to-postgres';
const shownFirst = ['nightly-and-live', 'web-form-to-postgres', 'table-to-table'];

/** Home: the demo, templates, an empty canvas. */
export default function HomePage() {
  const templates = useTemplates();
  const types = useStepTypes();
  const demo = useRunTemplate();
  const all = templates.data?.items;
  const cards = shownFirst.flatMap((id) => {
    const template = all?.find((item) => item.id === id);
    return template ? [templateCard(template, types)] : [];
  });
  return (
    <HomeView
      {...(all?.some((template) => template.id === demoTemplate)
        ? { onRunDemo: () => demo.mutate(demoTemplate) }
        : {})}
      demoBusy={demo.isPending ? 'Starting the demo' : undefined}
      templateCount={all?.length}
      templates={cards}
    />
  );
}
