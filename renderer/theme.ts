import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  InputWrapper,
  type MantineColorsTuple,
  Modal,
  MultiSelect,
  Popover,
  Select,
  TagsInput,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

/** The one accent; everything else is grey, or colour that means something. */
const accent: MantineColorsTuple = [
  '#eef3fb',
  '#dbe5f5',
  '#b9cdec',
  '#93b2e1',
  '#6f97d6',
  '#4f7dca',
  '#3a68b9',
  '#2d559d',
  '#254680',
  '#1b3460',
];

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f4',
  '#e4e7ec',
  '#d5dae1',
  '#bdc4ce',
  '#8b95a3',
  '#5c6675',
  '#475060',
  '#323a46',
  '#1b2129',
];

/** Mantine's dark scheme: 0 is text, 7 the page, 9 the deepest ground. */
const dark: MantineColorsTuple = [
  '#e1e5ea',
  '#c0c7d0',
  '#a0a9b6',
  '#7f8997',
  '#3b434f',
  '#2d343e',
  '#242a33',
  '#1a1f26',
  '#14181e',
  '#0e1115',
];

const red: MantineColorsTuple = [
  '#fdf0ef',
  '#fadcda',
  '#f4b8b4',
  '#ee918b',
  '#e76d66',
  '#dc4b43',
  '#c5352d',
  '#a62a23',
  '#85211c',
  '#611814',
];

const amber: MantineColorsTuple = [
  '#fdf6e7',
  '#faeac8',
  '#f3d492',
  '#ebbc5b',
  '#dfa12f',
  '#c1851a',
  '#9a6812',
  '#7d540f',
  '#62420c',
  '#453008',
];

const green: MantineColorsTuple = [
  '#edf7f1',
  '#d4ecdd',
  '#a9d9bb',
  '#7cc498',
  '#53ae78',
  '#36945d',
  '#287a4a',
  '#20633c',
  '#194e30',
  '#113822',
];

const sans = '"Noto Sans", "Noto Sans Arabic", "Segoe UI", system-ui, sans-serif';
const mono =
  'ui-monospace, "Cascadia Mono", Consolas, "SF Mono", Menlo, "DejaVu Sans Mono", "Liberation Mono", monospace';

/** Every length is in rem, so that the text size of the settings scales all of the interface. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, gray, dark, red, amber, green },
  black: '#1b2129',
  white: '#ffffff',
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.4' },
  spacing: { xs: '0.375rem', sm: '0.5rem', md: '0.75rem', lg: '1rem', xl: '1.5rem' },
  radius: { xs: '0.125rem', sm: '0.25rem', md: '0.3125rem', lg: '0.5rem', xl: '0.75rem' },
  defaultRadius: 'sm',
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.35' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
      h4: { fontSize: '0.8125rem', lineHeight: '1.4' },
      h5: { fontSize: '0.8125rem', lineHeight: '1.4' },
      h6: { fontSize: '0.75rem', lineHeight: '1.4' },
    },
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } }),
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    InputWrapper: InputWrapper.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'xs', autosize: true, minRows: 3, maxRows: 14 } }),
    Select: Select.extend({ defaultProps: { size: 'xs', comboboxProps: { shadow: 'md' } } }),
    MultiSelect: MultiSelect.extend({ defaultProps: { size: 'xs' } }),
    TagsInput: TagsInput.extend({ defaultProps: { size: 'xs' } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.4 } },
    }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 0 } } }),
  },
});

/** Colours with a meaning, as --ncb-* variables; each pair holds 4.5:1 on the grounds it is used on (WCAG 2.2 §1.4.3). */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': red[7],
    '--mantine-color-anchor': accent[7],
    '--mantine-color-default-border': '#868f9c',
    '--ncb-ground': gray[0],
    '--ncb-rail': gray[1],
    '--ncb-hairline': gray[2],
    '--ncb-hover': gray[1],
    '--ncb-selected': accent[1],
    '--ncb-selected-bar': accent[7],
    '--ncb-focus': accent[6],
    '--ncb-urgent': red[7],
    '--ncb-urgent-ground': red[0],
    '--ncb-attention': amber[7],
    '--ncb-attention-ground': amber[0],
    '--ncb-good': green[7],
    '--ncb-good-ground': green[0],
    '--ncb-skeleton': gray[2],
  },
  dark: {
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[2],
    '--mantine-color-error': red[3],
    '--mantine-color-anchor': accent[3],
    '--mantine-color-default-border': '#6b7583',
    '--ncb-ground': dark[8],
    '--ncb-rail': dark[9],
    '--ncb-hairline': dark[5],
    '--ncb-hover': dark[6],
    '--ncb-selected': '#24344f',
    '--ncb-selected-bar': accent[4],
    '--ncb-focus': accent[4],
    '--ncb-urgent': red[3],
    '--ncb-urgent-ground': '#3a1d1c',
    '--ncb-attention': amber[3],
    '--ncb-attention-ground': '#35290f',
    '--ncb-good': green[3],
    '--ncb-good-ground': '#16301f',
    '--ncb-skeleton': dark[5],
  },
});
