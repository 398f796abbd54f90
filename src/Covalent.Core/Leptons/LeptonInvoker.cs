using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Core.Leptons;

/// <summary>Runs calls in another language: unpacks the files that travelled, hands over the arguments, reads what comes back.</summary>
internal abstract class LeptonInvoker : TaskInvoker
{
    private readonly SlotDecoder[] _slots;

    protected LeptonInvoker(TaskTemplate template)
        : base(template)
    {
        Template = template;
        Description = LeptonDescription.Read(template.Expression);
        _slots = SlotDecoder.For(template, Description.Names.Count + 1);
    }

    protected TaskTemplate Template { get; }

    protected LeptonDescription Description { get; }

    protected string Title => $"'{Template.Name}'";

    /// <summary>Decodes everything: the files, and the arguments in order.</summary>
    protected (LeptonFile[] Files, object?[] Arguments) Decode(ReadOnlySpan<byte> block, IReadOnlyList<ReadOnlyMemory<byte>> shared, INodeValues values)
    {
        var reader = new SlotReader(block, shared);
        var files = (LeptonFile[])_slots[0].Read(ref reader, values)!;
        var arguments = new object?[_slots.Length - 1];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _slots[i + 1].Read(ref reader, values);
        }

        return (files, arguments);
    }
}
