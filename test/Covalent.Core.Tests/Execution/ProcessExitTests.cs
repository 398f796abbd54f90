using Covalent.Core.Execution;

namespace Covalent.Core.Tests.Execution;

public sealed class ProcessExitTests
{
    [Theory]
    [InlineData(3, "exit code 3")]
    [InlineData(64, "does not understand its command line")]
    [InlineData(74, "could not write its outcome")]
    [InlineData(95, "the node does not see the files")]
    [InlineData(96, "the job's script")]
    [InlineData(97, "the job's folder cannot be written to")]
    [InlineData(98, "the work folder could not be made or entered")]
    [InlineData(99, "the conda environment could not be activated")]
    public void Code_OfTheWorkerAndItsScripts_HasWords(int code, string words)
    {
        Assert.StartsWith($"exit code {code}", ProcessExit.Describe(code), StringComparison.Ordinal);
        Assert.Contains(words, ProcessExit.Describe(code), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x80008083, "host (hostfxr or hostpolicy) was not found")]
    [InlineData(0x80008087, "runtime (coreclr) was not found")]
    [InlineData(0x80008089, "runtime cannot be initialized")]
    [InlineData(0x8000808b, "deps file that is missing or not valid")]
    [InlineData(0x8000808c, "a file that the deps file lists was not found")]
    [InlineData(0x8000808e, "host are of different versions")]
    [InlineData(0x80008093, "the runtimeconfig file is not valid")]
    [InlineData(0x80008096, "is not installed there")]
    [InlineData(0x8000809c, "do not fit together")]
    public void Code_OfDotnetsHost_HasWords(uint status, string words)
    {
        var said = ProcessExit.Describe((int)(status & 0xFF));
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("ended by signal", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(131, "SIGQUIT")]
    [InlineData(134, "SIGABRT")]
    [InlineData(135, "SIGBUS")]
    [InlineData(137, "SIGKILL")]
    [InlineData(139, "SIGSEGV")]
    [InlineData(143, "SIGTERM")]
    [InlineData(138, "ended by signal 10")]
    public void Code_OfASignal_NamesIt(int code, string name) => Assert.Contains(name, ProcessExit.Describe(code), StringComparison.Ordinal);
}
