using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>Reads what <see cref="PackageImage"/> lays out. Hostile or cut-off bytes end in one <see cref="CovalentException"/>.</summary>
internal static class PackageReader
{
    public static async Task<TaskPackage> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        try
        {
            var tables = await ReadTablesAsync(input, cancellationToken).ConfigureAwait(false);
            var values = new ReadOnlyMemory<byte>[tables.ValueLengths.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = await ReadValueAsync(input, tables.ValueLengths[i], cancellationToken).ConfigureAwait(false);
            }

            return TaskPackage.Of(ReadTasks(tables, values), tables.BundleId);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged("it is cut off", e);
        }
    }

    /// <summary>The tasks without their values: enough to know what is in the package.</summary>
    public static async Task<IReadOnlyList<PackedTask>> ReadHeadAsync(Stream input, CancellationToken cancellationToken)
    {
        try
        {
            var tables = await ReadTablesAsync(input, cancellationToken).ConfigureAwait(false);
            return ReadTasks(tables, new ReadOnlyMemory<byte>[tables.ValueLengths.Length]);
        }
        catch (EndOfStreamException e)
        {
            throw Damaged("it is cut off", e);
        }
    }

    // A package that is in memory is not copied: large values would be there twice.
    private static ValueTask<ReadOnlyMemory<byte>> ReadValueAsync(Stream input, int length, CancellationToken cancellationToken)
    {
        if (input is not MemoryStream memory || !memory.TryGetBuffer(out var whole))
        {
            return ReadCopyAsync(input, length, cancellationToken);
        }

        var start = (int)memory.Position;
        if (whole.Count - start < length)
        {
            throw new EndOfStreamException();
        }

        memory.Position += length;
        return new ValueTask<ReadOnlyMemory<byte>>(whole.AsMemory(start, length));
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadCopyAsync(Stream input, int length, CancellationToken cancellationToken) =>
        await BoundedReader.ReadAsync(input, length, cancellationToken).ConfigureAwait(false);

    private static async Task<Tables> ReadTablesAsync(Stream input, CancellationToken cancellationToken)
    {
        var prefix = await BoundedReader.ReadAsync(input, PackageImage.PrefixLength, cancellationToken).ConfigureAwait(false);
        var header = await BoundedReader.ReadAsync(input, HeaderLength(prefix), cancellationToken).ConfigureAwait(false);
        return ReadTables(header, format: prefix[4]);
    }

    private static int HeaderLength(ReadOnlySpan<byte> prefix)
    {
        if (!prefix.StartsWith(PackageImage.Magic))
        {
            throw Damaged("it does not begin like one");
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(prefix[5..]) is var length and <= int.MaxValue ? (int)length : throw Damaged("its header is impossibly long");
    }

    private static Tables ReadTables(byte[] header, byte format)
    {
        var reader = new BinaryGraphReader(header);
        if (format != PackageImage.FormatVersion)
        {
            // Format 1 was two things under one number; what its header says first is not known.
            throw VersionMismatch.OfFormat(format, format < PackageImage.FormatVersion ? null : ReadSender(ref reader).Version);
        }

        var (protocol, sender) = ReadSender(ref reader);
        if (protocol != CovalentVersion.Protocol)
        {
            throw VersionMismatch.OfPackage(sender, protocol);
        }

        try
        {
            var bundle = reader.Text();
            var templates = new TaskTemplate[reader.Count(8)];
            for (var i = 0; i < templates.Length; i++)
            {
                templates[i] = TemplateCodec.Read(ref reader);
            }

            var lengths = new int[reader.Count(1)];
            for (var i = 0; i < lengths.Length; i++)
            {
                lengths[i] = reader.Int();
            }

            return new Tables(bundle, templates, lengths, header.AsMemory(header.Length - reader.Remaining));
        }
        catch (CovalentException e)
        {
            throw Damaged("its header is not readable", e);
        }
    }

    private static (int Protocol, string Version) ReadSender(ref BinaryGraphReader reader)
    {
        try
        {
            return (reader.Int(), reader.Text());
        }
        catch (CovalentException e)
        {
            throw Damaged("its header is not readable", e);
        }
    }

    private static List<PackedTask> ReadTasks(Tables tables, ReadOnlyMemory<byte>[] values)
    {
        try
        {
            var reader = new BinaryGraphReader(tables.Tasks);
            var count = reader.Count(10);
            var tasks = new List<PackedTask>(count);
            for (var i = 0; i < count; i++)
            {
                tasks.Add(ReadTask(ref reader, tables.Templates, values));
            }

            return reader.Remaining == 0 ? tasks : throw Damaged("its header is longer than its contents");
        }
        catch (Exception e) when (e is CovalentException or JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw Damaged("one of its tasks is not readable", e);
        }
    }

    private static PackedTask ReadTask(ref BinaryGraphReader reader, TaskTemplate[] templates, ReadOnlyMemory<byte>[] values) => new()
    {
        DispatchId = reader.Text(),
        NodeId = reader.Int(),
        Attempt = reader.Int(),
        Template = At(templates, reader.Int()),
        WorkDir = reader.OptionalText(),
        UniqueWorkDir = reader.Byte() != 0,
        TimeLimit = reader.Varint() switch
        {
            0 => null,
            var ticks and <= long.MaxValue => TimeSpan.FromTicks((long)ticks),
            _ => throw Damaged("a time limit is out of range"),
        },
        Extensions = reader.OptionalText() is { } json ? JsonNode.Parse(json)!.AsObject() : null,
        Slots = At(values, reader.Int()),
        Shared = ReadShared(ref reader, values),
        Inputs = ReadInputs(ref reader, values),
    };

    private static PackedConstants ReadShared(ref BinaryGraphReader reader, ReadOnlyMemory<byte>[] values)
    {
        var used = new KeyValuePair<int, ReadOnlyMemory<byte>>[reader.Count(2)];
        for (var i = 0; i < used.Length; i++)
        {
            used[i] = KeyValuePair.Create(reader.Int(), At(values, reader.Int()));
        }

        return used.Length == 0 ? PackedConstants.None : new PackedConstants(used);
    }

    private static PackedInput[] ReadInputs(ref BinaryGraphReader reader, ReadOnlyMemory<byte>[] values)
    {
        var inputs = new PackedInput[reader.Count(3)];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new PackedInput(reader.Int(), new EncodedValue(reader.Text(), At(values, reader.Int())));
        }

        return inputs;
    }

    private static T At<T>(T[] items, int index) => index < items.Length ? items[index] : throw Damaged("an index leads nowhere");

    private static CovalentException Damaged(string what, Exception? cause = null) =>
        new($"The task package is damaged: {what}. It was altered or only half copied; submit the task again.", cause);

    private sealed record Tables(string BundleId, TaskTemplate[] Templates, int[] ValueLengths, ReadOnlyMemory<byte> Tasks);
}
