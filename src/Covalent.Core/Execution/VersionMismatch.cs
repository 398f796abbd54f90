namespace Covalent.Core.Execution;

/// <summary>What is said when a dispatcher and a worker do not understand each other.</summary>
internal static class VersionMismatch
{
    private const string WhatToDo = "The worker comes with the application: build the application with the dispatcher's version of package 'Covalent' and dispatch again, "
        + "or bring the dispatcher, such as its server, to the application's version.";

    /// <summary>A worker refuses a package.</summary>
    public static CovalentException OfPackage(string sender, int protocol, int format) => new(
        $"The task was sent by Covalent {sender} (worker protocol {protocol}, package format {format}), and the worker that was to run it is Covalent {CovalentVersion.Text} "
        + $"(worker protocol {CovalentVersion.Protocol}, package format {PackageImage.FormatVersion}); they do not understand each other. {WhatToDo}");

    /// <summary>A dispatcher refuses a warm worker.</summary>
    public static ExecutorException OfWorker(HelloFrame hello) => new(
        $"The worker that was started is {(hello.Version.Length > 0 ? $"Covalent {hello.Version}" : "of another version of Covalent")} (worker protocol {hello.Protocol}), and this dispatcher is "
        + $"Covalent {CovalentVersion.Text} (worker protocol {CovalentVersion.Protocol}); they do not understand each other. {WhatToDo}");
}
