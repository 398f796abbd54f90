using Apache.Arrow;
using Apache.Arrow.Ipc;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Tables through Python. pyarrow cannot be had here; in its place stands a module with the few calls of it that the runner makes, which reads and
/// writes streams as blocks. So this proves that what Apache's own library for .NET wrote comes back readable to it, not what pyarrow makes of it.</summary>
public sealed class ArrowTableTests
{
    private const string StandIn = """
        __version__ = "0.1"
        class RecordBatch: pass
        class Table:
            schema = None
            def __init__(self, data): self.data = data
            def to_pandas(self): return self
        class _File:
            def __init__(self, path, mode="rb"): self.file = open(path, mode)
            def __enter__(self): return self
            def __exit__(self, *_): self.file.close()
        def memory_map(path): return _File(path)
        def OSFile(path, mode): return _File(path, mode)
        class _Reader:
            def __init__(self, source): self.source = source
            def read_all(self): return Table(self.source.file.read())
        class _Writer:
            def __init__(self, sink): self.sink = sink
            def __enter__(self): return self
            def __exit__(self, *_): pass
            def write_table(self, table): self.sink.file.write(table.data)
        class ipc:
            open_stream = _Reader
            @staticmethod
            def new_stream(sink, schema): return _Writer(sink)
        import sys
        sys.modules["pyarrow.ipc"] = ipc
        """;

    [Fact]
    public async Task Table_OfApacheArrow_ComesBackReadable()
    {
        await using var rig = await OpenAsync();
        var module = Path.Combine(rig.ResultsFolder, "pyarrow.py");
        await File.WriteAllTextAsync(module, StandIn, TestContext.Current.CancellationToken);
        var options = new ElectronOptions { Deps = [new DepsModule(module)] };
        var table = new ArrowTable(Written());
        var back = await rig.ValueAsync(() => Python<ArrowTable>(new PythonFunction("Leptons/lepton_tasks.py", "echo") { Interpreter = Pythons.Plain, Options = options }, table));
        using var reader = new ArrowStreamReader(back.Bytes);
        using var batch = reader.ReadNextRecordBatch();
        Assert.Equal(["name", "weight"], batch.Schema.FieldsList.Select(field => field.Name));
        Assert.Equal(["ash", "élan", null], Enumerable.Range(0, 3).Select(i => ((StringArray)batch.Column(0)).GetString(i)));
        Assert.Equal([1.5, double.PositiveInfinity, null], Enumerable.Range(0, 3).Select(i => ((DoubleArray)batch.Column(1)).GetValue(i)));
    }

    private static byte[] Written()
    {
        using var batch = new RecordBatch.Builder()
            .Append("name", true, new StringArray.Builder().Append("ash").Append("élan").AppendNull().Build())
            .Append("weight", true, new DoubleArray.Builder().Append(1.5).Append(double.PositiveInfinity).AppendNull().Build())
            .Build();
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, batch.Schema))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return stream.ToArray();
    }
}
