using Covalent.Server.Hosting;

NativeMemory.Gather();
return await ServerProcess.RunAsync(args);
