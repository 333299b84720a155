export { exportTemplate, type TemplateIntro } from './exportTemplate.ts';
export { loadTemplates } from './loadTemplates.ts';
