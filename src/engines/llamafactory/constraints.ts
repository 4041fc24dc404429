import { ProuieError } from '../../errors.ts';
import type { LlamaFactoryOptions } from './options.ts';

type Parts = Omit<LlamaFactoryOptions, 'epochs'>;

/** Something that options say together and that cannot be, at the option that says it. */
export interface OptionFault {
  readonly option: keyof Parts;
  readonly message: string;
}

/** Devices of all machines together; the processor of a machine counts as one. */
function devicesOf({ gpus, nodes = 1 }: Pick<Parts, 'gpus' | 'nodes'>): number {
  return Math.max(1, gpus) * nodes;
}

/** Rows between two changes of the weights. */
function rowsOfStep(options: Parts): number {
  return options.deviceBatch * options.accumulation * devicesOf(options);
}

/** What LLaMA-Factory, or DeepSpeed, would refuse once models are loaded, and what would train otherwise than asked. */
export function optionFaults(options: Parts): readonly OptionFault[] {
  const { batch, deviceBatch, accumulation, gpus, deepspeed, finetuning } = options;
  const devices = devicesOf(options);
  const faults: OptionFault[] = [];
  if (batch !== undefined && batch % (deviceBatch * devices) !== 0) {
    faults.push({
      option: 'batch',
      message: `${devices} devices with deviceBatch ${deviceBatch} do not divide a step of ${batch} rows`,
    });
  } else if (batch !== undefined && batch !== rowsOfStep(options)) {
    faults.push({
      option: 'batch',
      message: `a step of ${batch} rows needs accumulation ${batch / (deviceBatch * devices)} with deviceBatch ${deviceBatch} on ${devices} devices, not ${accumulation}`,
    });
  }
  if (deepspeed !== 'none' && gpus === 0)
    faults.push({ option: 'deepspeed', message: 'DeepSpeed needs GPUs, and gpus is 0' });
  if (deepspeed === 'zero3' && finetuning === 'lora')
    faults.push({
      option: 'deepspeed',
      message: 'an adapter is merged from whole weights; take zero2 or none',
    });
  return faults;
}

/** @throws ProuieError PROUIE_ENGINE_OPTIONS that names every fault by its place in the profile */
export function checkConstraints(options: LlamaFactoryOptions): void {
  const faults = optionFaults(options).map(
    ({ option, message }) => `languageModel.sft.${option}: ${message}`,
  );
  if (faults.length === 0) return;
  throw new ProuieError(
    'PROUIE_ENGINE_OPTIONS',
    `LLaMA-Factory cannot run like this: ${faults.join('; ')}.`,
    {
      hint: 'Correct them in the profile.',
    },
  );
}
