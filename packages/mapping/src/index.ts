export { checkCondition } from './condition/checkCondition.ts';
export { type CompiledCondition, ConditionError, compileCondition } from './condition/compileCondition.ts';
export { describeCondition } from './condition/describeCondition.ts';
export {
  allConversions,
  type Conversion,
  conversionOf,
  neverConverts,
  typeInWords,
} from './conversion/conversionTable.ts';
export { type Converted, type ConvertOptions, convertValue } from './conversion/convertValue.ts';
export { normaliseEmail } from './conversion/email.ts';
export { countCharacters } from './conversion/fieldRules.ts';
export { isPhoneCountry, normalisePhone } from './conversion/phone.ts';
export { explainPattern } from './dates/datePattern.ts';
export { isTimeZone } from './dates/timeZone.ts';
export type { ExpressionIssue } from './expression/ast.ts';
export { functionNames } from './expression/builtins/builtins.ts';
export { checkExpression } from './expression/checkExpression.ts';
export { type CompiledExpression, compileExpression } from './expression/compileExpression.ts';
export { ExpressionError } from './expression/data.ts';
export {
  defaultLimits,
  type ExpressionHost,
  type ExpressionLimits,
  type ExpressionResult,
  evaluateGuarded,
} from './expression/evaluateGuarded.ts';
export { expressionFields } from './expression/expressionFields.ts';
export {
  type Condition,
  conditionSchema,
  type MapConfig,
  type MappingRow,
  mapConfigSchema,
  mappingRowSchema,
  type Otherwise,
  otherwiseSchema,
  type Step,
  stepSchema,
  type Test,
  testSchema,
} from './fieldTable.ts';
export { checkMapping, type MappingSurroundings } from './mapping/checkMapping.ts';
export { compileMapping } from './mapping/compileMapping.ts';
export {
  explainMapping,
  explainSamples,
  type RowExplanation,
  type SampleExplanation,
} from './mapping/explainMapping.ts';
export type { CompiledMapping, MappingEnv, MappingFailure, MappingResult } from './mapping/mappingEnv.ts';
export { mappingOutputSchema } from './mapping/outputSchema.ts';
export { rowPaths } from './mapping/rowPaths.ts';
export type { ApproveConfig } from './nodes/approve.ts';
export { otherwisePort } from './nodes/branch.ts';
export type { CrossingConfig } from './nodes/crossing.ts';
export type { HoldConfig } from './nodes/hold.ts';
export { commonName, type LinkConfig, type LinkedField, linkPorts } from './nodes/link.ts';
export { transformNodes } from './nodes/transformNodes.ts';
export { formatPath, type Path, PathError, parsePath, readPath } from './path/path.ts';
export { type Suggestion, suggestionThreshold, suggestMappings } from './suggest/suggestMappings.ts';
export type { StepName } from './transforms/transform.ts';
export { stepLabel, stepNames } from './transforms/transforms.ts';
export { Failure, type FailureCode, quoteValue } from './values/failure.ts';
