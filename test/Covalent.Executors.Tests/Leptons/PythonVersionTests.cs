using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>The interpreters of this machine, of whatever version, and the ways to name one. The variables are the process's: nothing else runs beside these tests.</summary>
[Collection(Alone)]
[Trait("Checklist", "65")]
public sealed class PythonVersionTests
{
    private const string Alone = "python configuration";

    public static TheoryData<string> Versions => [.. Installed().DefaultIfEmpty("none")];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Interpreter_OfAnyVersion_RunsTheCallOrSaysThatItIsTooOld(string interpreter)
    {
        Assert.SkipWhen(interpreter == "none", "There are no further interpreters in ~/.pyenv/versions.");
        await using var rig = await OpenAsync();
        var parts = Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(interpreter))!)!.Split('.');
        var call = new PythonFunction("Leptons/version_tasks.py", "version_and_sum") { Interpreter = interpreter };
        TaskOutcome outcome = await rig.RunAsync(() => Python<string>(call, new[] { 1.5, 2.5 }, "é日本"));
        if (int.Parse(parts[0]) == 3 && int.Parse(parts[1]) >= 8)
        {
            Assert.Equal($"3.{parts[1]} 4.0 é日本", ExecutorRig.Value<string>(Completed(outcome)));
        }
        else
        {
            Assert.Contains("3.8", outcome.Failure!.Message, StringComparison.Ordinal);
            Assert.Contains(interpreter, outcome.Failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SdkPython_OfTheConfiguration_NamesTheInterpreterOfThoseWhoNameNone()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-sdkpython-").FullName;
        var program = Path.Combine(folder, "marked");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec {Pythons.Plain} -X sdk \"$@\"\n");
        File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        await File.WriteAllTextAsync(Path.Combine(folder, "covalent.conf"), $"[sdk]\npython = \"{program}\"\n");
        Environment.SetEnvironmentVariable("COVALENT_CONFIG_DIR", folder);
        var own = Environment.GetEnvironmentVariable("COVALENT_PYTHON");
        try
        {
            Environment.SetEnvironmentVariable("COVALENT_PYTHON", null);
            await using (var rig = await OpenAsync(LocalExecutor.Process))
            {
                Assert.Equal("sdk", await MarkAsync(rig, new PythonFunction("Leptons/lepton_tasks.py", "interpreter_options")));
                Assert.Equal("", await MarkAsync(rig, new PythonFunction("Leptons/lepton_tasks.py", "interpreter_options") { Interpreter = Pythons.Plain }));
            }

            Environment.SetEnvironmentVariable("COVALENT_PYTHON", Pythons.Plain);
            await using var second = await OpenAsync(LocalExecutor.Process);
            Assert.Equal("", await MarkAsync(second, new PythonFunction("Leptons/lepton_tasks.py", "interpreter_options")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("COVALENT_PYTHON", own);
            Environment.SetEnvironmentVariable("COVALENT_CONFIG_DIR", null);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<string> MarkAsync(ExecutorRig rig, PythonFunction function) => rig.ValueAsync(() => Python<string>(function));

    private static IEnumerable<string> Installed()
    {
        var versions = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        return Directory.Exists(versions) ? Directory.GetDirectories(versions).Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin", "python")).Where(File.Exists) : [];
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Definition;
}
