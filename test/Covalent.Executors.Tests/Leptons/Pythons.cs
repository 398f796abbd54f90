using System.Diagnostics;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Interpreters of this machine. CI demands them; elsewhere a test without one is skipped.</summary>
internal static class Pythons
{
    private static readonly string[] Candidates = ["/usr/bin/python3", "python3", "python"];

    private static readonly Lazy<string?> Any = new(() => Candidates.FirstOrDefault(command => Runs(command, "pass")));
    private static readonly Lazy<string?> WithNumpy = new(() => Candidates.FirstOrDefault(command => Runs(command, "import numpy")));

    private static readonly Lazy<string?> WithPip = new(() => Candidates.FirstOrDefault(command => Runs(command, "import venv, pip; assert tuple(map(int, pip.__version__.split('.')[:2])) >= (22, 3)")));

    public static string Plain => Need(Any.Value, "python3");

    public static string Numpy => Need(WithNumpy.Value, "python3 with numpy (eng/backends/install.sh python)");

    /// <summary>An interpreter whose pip can install into other environments.</summary>
    public static string Pip => Need(WithPip.Value, "python3 with pip 22.3 or newer and venv");

    public static bool Has(string command, string module) => Runs(command, "import " + module);

    private static string Need(string? command, string what)
    {
        if (command is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"There is no {what} on this machine.");
            Assert.Fail($"CI must have {what}.");
        }

        return command!;
    }

    private static bool Runs(string command, string code)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, ["-c", code]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
