using System.Text;
using Covalent.Core.Execution;
using Microsoft.Win32.SafeHandles;

namespace Covalent.Worker.Output;

/// <summary>One of this process's standard streams, led into a file at descriptor level, so that output of native code and of child
/// processes is caught too and survives the death of the process. Each task owns the part of the file written while it ran.</summary>
/// <remarks>On other systems than Linux only what goes through <see cref="Console"/> is caught.</remarks>
internal sealed class CapturedStream : IDisposable
{
    private readonly SafeFileHandle? _descriptorFile;
    private readonly FileStream? _managedFile;
    private readonly SafeFileHandle _reader;
    private readonly TextWriter _console;
    private readonly OutputStream _stream;
    // A timer drops the middle while the task ends and its output is taken.
    private readonly Lock _shortening = new();
    private TextWriter? _installed;
    private bool _isClosed;

    public CapturedStream(string path, OutputStream stream)
    {
        _stream = stream;
        if (OperatingSystem.IsLinux())
        {
            _descriptorFile = NativeProcess.OpenForAppend(path);
            NativeProcess.Redirect(_descriptorFile, (int)stream);
            _console = new LastingWriter(stream == OutputStream.Stdout ? Console.OpenStandardOutput() : Console.OpenStandardError());
        }
        else
        {
            _managedFile = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            _managedFile.Seek(0, SeekOrigin.End);
            _console = new LastingWriter(_managedFile);
        }

        _reader = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Begin();
    }

    /// <summary>Where the current task's part begins.</summary>
    public long Start { get; private set; }

    /// <summary>Where it ends for now.</summary>
    public long End => RandomAccess.GetLength(_reader);

    /// <summary>Begins a task's part. Repairs what an earlier task may have closed or replaced.</summary>
    public void Begin()
    {
        Repair();
        lock (_shortening)
        {
            Start = End;
        }
    }

    /// <summary>Begins a task's part in a file that <see cref="Empty"/> left with nothing in it.</summary>
    public void BeginAlone() => Repair();

    /// <summary>Forgets a task's output, so that after a sudden death the file holds the last task's output alone.</summary>
    public void Empty()
    {
        lock (_shortening)
        {
            if (_descriptorFile is not null)
            {
                RandomAccess.SetLength(_descriptorFile, 0);
            }

            _managedFile?.SetLength(0);
            Start = 0;
        }
    }

    /// <summary>Gives back the disk space of the middle of a long output, which <see cref="Read"/> leaves out anyway.</summary>
    public void DropMiddle()
    {
        const int Kept = CappedBuffer.DefaultCapacity;
        lock (_shortening)
        {
            if (!_isClosed && _descriptorFile is not null && End - Start is > 4 * Kept and var length)
            {
                NativeProcess.PunchHole(_descriptorFile, Start + Kept, length - (2 * Kept));
            }
        }
    }

    /// <summary>The part of the file between two places, shortened in the middle when it is longer than the cap.</summary>
    public ReadOnlyMemory<byte> Read(long start, long end) => OutputFile.Read(_reader, start, end);

    public void Dispose()
    {
        lock (_shortening)
        {
            _isClosed = true;
            _reader.Dispose();
            _descriptorFile?.Dispose();
        }

        _console.Close();
        _managedFile?.Dispose();
    }

    private void Repair()
    {
        if (_descriptorFile is not null)
        {
            NativeProcess.Redirect(_descriptorFile, (int)_stream);
        }

        var current = _stream == OutputStream.Stdout ? Console.Out : Console.Error;
        if (ReferenceEquals(current, _installed))
        {
            return;
        }

        if (_stream == OutputStream.Stdout)
        {
            Console.SetOut(_console);
            _installed = Console.Out;
        }
        else
        {
            Console.SetError(_console);
            _installed = Console.Error;
        }
    }

    /// <summary>A writer that user code cannot close: the next task needs it too.</summary>
    private sealed class LastingWriter : StreamWriter
    {
        public LastingWriter(Stream stream) : base(stream, new UTF8Encoding(false)) => AutoFlush = true;

        public override void Close() => Flush();

#pragma warning disable CA2215 // Not being disposed is what this class is for.
        protected override void Dispose(bool disposing) => Flush();
#pragma warning restore CA2215
    }
}
