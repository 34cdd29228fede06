import type { DescField, DescFile, DescMessage, DescMethod } from '@bufbuild/protobuf';

const index = new WeakMap<DescFile, Map<string, string>>();

/** The comment above a message, field or method in its proto file, on one line; empty if there is none. */
export function commentOf(desc: DescMessage | DescField | DescMethod): string {
  if (desc.kind === 'message') return commentAt(desc.file, pathOf(desc));
  if (desc.kind === 'field') {
    const path = [...pathOf(desc.parent), 2, desc.parent.proto.field.indexOf(desc.proto)];
    return commentAt(desc.parent.file, path);
  }
  const { parent } = desc;
  const service = parent.file.proto.service.indexOf(parent.proto);
  return commentAt(parent.file, [6, service, 2, parent.proto.method.indexOf(desc.proto)]);
}

/** Where a message stands in its file; the numbers are those of descriptor.proto. */
function pathOf({ parent, file, proto }: DescMessage): number[] {
  if (parent) return [...pathOf(parent), 3, parent.proto.nestedType.indexOf(proto)];
  return [4, file.proto.messageType.indexOf(proto)];
}

function commentAt(file: DescFile, path: readonly number[]): string {
  let comments = index.get(file);
  if (!comments) {
    const locations = file.proto.sourceCodeInfo?.location ?? [];
    comments = new Map(locations.map((at) => [at.path.join('.'), at.leadingComments]));
    index.set(file, comments);
  }
  return (comments.get(path.join('.')) ?? '').trim().replaceAll(/\s+/g, ' ');
}
