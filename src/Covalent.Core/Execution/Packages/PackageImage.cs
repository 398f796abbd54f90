using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>A package laid out as bytes: one small header, then the values as they lie in memory.</summary>
/// <remarks>
/// Layout: magic <c>CVTP</c>, format version (1 byte), header length (4 bytes, little endian), header, values.
/// Header, numbers as varints: worker protocol and version of the sender, which begin the header in every format from 2 on; bundle id; templates; lengths of the values; tasks. A task names its template and its
/// values by index, so that what several tasks share is there once.
/// </remarks>
internal sealed record PackageImage(IReadOnlyList<ReadOnlyMemory<byte>> Parts)
{
    public const byte FormatVersion = 2;
    public const int PrefixLength = 9;

    public static ReadOnlySpan<byte> Magic => "CVTP"u8;

    public long Length { get; } = Parts.Sum(part => (long)part.Length);

    public static PackageImage Of(IReadOnlyList<PackedTask> tasks, string bundleId)
    {
        var templates = new IndexTable<TaskTemplate>(ReferenceEqualityComparer.Instance);
        var values = new IndexTable<ReadOnlyMemory<byte>>(null);
        var body = new ArrayBufferWriter<byte>();
        var bodyWriter = new BinaryGraphWriter(body);
        bodyWriter.Int(tasks.Count);
        foreach (var task in tasks)
        {
            WriteTask(bodyWriter, task, templates, values);
        }

        var header = new ArrayBufferWriter<byte>();
        header.Advance(Prefix(header.GetSpan(PrefixLength)));
        WriteTables(new BinaryGraphWriter(header), bundleId, templates.Items, values.Items);
        header.Write(body.WrittenSpan);
        var first = header.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(first.AsSpan(5), (uint)(first.Length - PrefixLength));
        return new PackageImage([first, .. values.Items.Where(value => !value.IsEmpty)]);
    }

    /// <summary>The template without what only dispatchers and people read: of the options, what the worker makes ready is left. What differs
    /// from task to task is with each task.</summary>
    public static TaskTemplate Bare(TaskTemplate template) => template with { Options = OfWorker(template.Options), Source = null };

    private static ElectronOptions OfWorker(ElectronOptions options) =>
        options is { Deps: null, CallBefore: null, CallAfter: null, Files: null, Python: null } ? ElectronOptions.None : new ElectronOptions
        {
            Deps = options.Deps,
            CallBefore = options.CallBefore,
            CallAfter = options.CallAfter,
            Files = options.Files,
            Python = options.Python,
        };

    private static int Prefix(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[4] = FormatVersion;
        return PrefixLength;
    }

    private static void WriteTables(BinaryGraphWriter writer, string bundleId, List<TaskTemplate> templates, List<ReadOnlyMemory<byte>> values)
    {
        writer.Int(CovalentVersion.Protocol);
        writer.Text(CovalentVersion.Text);
        writer.Text(bundleId);
        writer.Int(templates.Count);
        foreach (var template in templates)
        {
            TemplateCodec.Write(writer, Bare(template));
        }

        writer.Int(values.Count);
        foreach (var value in values)
        {
            writer.Int(value.Length);
        }
    }

    private static void WriteTask(BinaryGraphWriter writer, PackedTask task, IndexTable<TaskTemplate> templates, IndexTable<ReadOnlyMemory<byte>> values)
    {
        writer.Text(task.DispatchId);
        writer.Int(task.NodeId);
        writer.Int(task.Attempt);
        writer.Int(templates.IndexOf(task.Template));
        writer.OptionalText(task.WorkDir);
        writer.Byte(task.UniqueWorkDir ? (byte)1 : (byte)0);
        writer.Varint((ulong)(task.TimeLimit?.Ticks ?? 0));
        writer.OptionalText(task.Extensions?.ToJsonString());
        writer.Int(values.IndexOf(task.Slots));
        writer.Int(task.Shared.Used.Count);
        foreach (var (index, value) in task.Shared.Used)
        {
            writer.Int(index);
            writer.Int(values.IndexOf(value));
        }

        writer.Int(task.Inputs.Count);
        foreach (var (node, value) in task.Inputs)
        {
            writer.Int(node);
            writer.Text(value.Codec ?? "");
            writer.Int(values.IndexOf(value.Bytes));
        }
    }

    /// <summary>Numbers things in order of first use. Equal memory means the same bytes at the same place.</summary>
    private sealed class IndexTable<T>(IEqualityComparer<T>? comparer) where T : notnull
    {
        private readonly Dictionary<T, int> _index = new(comparer);

        public List<T> Items { get; } = [];

        public int IndexOf(T item)
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_index, item, out var known);
            if (!known)
            {
                index = Items.Count;
                Items.Add(item);
            }

            return index;
        }
    }
}
