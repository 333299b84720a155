import { AppIcon, Brand } from '../../parts/Brand.tsx';
import { SegmentedControl } from '../../parts/SegmentedControl.tsx';
import { setTheme, themes, useTheme } from '../../shell/theme.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { AccountSheet } from './AccountSheet.tsx';
import { ActionSheet } from './ActionSheet.tsx';
import { FieldSheet } from './FieldSheet.tsx';
import { ListSheet } from './ListSheet.tsx';
import { OverlaySheet } from './OverlaySheet.tsx';
import { StateSheet } from './StateSheet.tsx';

const words = { light: 'Light', dark: 'Dark', system: 'Device' };

/** Every part in every state, for whoever builds a page and for the checks of contrast and accessibility. */
export default function PartsPage() {
  useTitle('Parts');
  const theme = useTheme();
  return (
    <div className="px-4 pt-7 pb-16 wide:px-9">
      <header className="flex flex-wrap items-center gap-4">
        <Brand large />
        <h1 className="sr-only">Parts</h1>
        <span className="ml-auto">
          <SegmentedControl
            label="Theme"
            value={theme}
            onChange={setTheme}
            segments={themes.map((value) => ({ value, label: words[value] }))}
          />
        </span>
        <AppIcon />
      </header>
      <ActionSheet />
      <FieldSheet />
      <ListSheet />
      <AccountSheet />
      <StateSheet />
      <OverlaySheet />
    </div>
  );
}
