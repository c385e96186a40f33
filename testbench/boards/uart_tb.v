// Golden vectors through the serial line of a board's top: registers, weights, frames in, winners and classes out;
// an unknown command, a register that is not there, and a break in the middle of a frame, after which all begins
// anew. Ends with PASS, or FAIL and why.
`timescale 1ns / 1ps
module uart_tb;
`include "sizes.vh"
  localparam Divider = 4;
  localparam Frames = 24;
  localparam FrameBytes = InBeats / Frames;
  localparam WinnerBytes = OutBeats / Frames;

  reg clk = 1'b0;
  always #5 clk = ~clk;
  reg go = 1'b0;
  reg rx = 1'b1;
  wire tx;
  top #(.FrameBytes(FrameBytes), .Divider(Divider)) u_top (
    .CLK(clk), .BTN_N(go), .RX(rx), .TX(tx), .LEDR_N(), .LEDG_N()
  );

  reg [43:0] registers [0:Writes-1];
  reg [75:0] frames [0:InBeats-1];
  reg [75:0] winners [0:OutBeats-1];

  // What comes is collected beside what is sent.
  reg [7:0] arrived [0:15];
  reg [3:0] filled = 4'd0;
  reg [3:0] taken = 4'd0;
  reg [7:0] byte_in;
  integer i;
  always begin
    @(negedge tx);
    repeat (Divider / 2) @(posedge clk);
    for (i = 0; i < 8; i = i + 1) begin
      repeat (Divider) @(posedge clk);
      byte_in[i] = tx;
    end
    repeat (Divider) @(posedge clk);
    if (!tx) fail("no stop bit");
    arrived[filled] = byte_in;
    filled = filled + 4'd1;
  end

  task fail(input [8*32-1:0] why);
    begin
      $display("FAIL: %0s at %0t", why, $time);
      $finish;
    end
  endtask

  integer s;
  task send(input [7:0] value);
    begin
      @(negedge clk) rx = 1'b0;
      repeat (Divider) @(negedge clk);
      for (s = 0; s < 8; s = s + 1) begin
        rx = value[s];
        repeat (Divider) @(negedge clk);
      end
      rx = 1'b1;
      repeat (Divider) @(negedge clk);
    end
  endtask

  integer patience;
  reg [7:0] got;
  task receive;
    begin
      patience = 0;
      while (taken == filled && patience < 200000) begin
        @(posedge clk);
        patience = patience + 1;
      end
      if (taken == filled) fail("no answer");
      got = arrived[taken];
      taken = taken + 4'd1;
    end
  endtask

  task write(input [11:0] address, input [31:0] value);
    begin
      send(8'h57);
      send(address[7:0]);
      send({4'd0, address[11:8]});
      send(value[7:0]);
      send(value[15:8]);
      send(value[23:16]);
      send(value[31:24]);
      receive;
    end
  endtask

  reg [7:0] response;
  reg [31:0] word;
  task read(input [11:0] address);
    begin
      send(8'h52);
      send(address[7:0]);
      send({4'd0, address[11:8]});
      receive;
      response = got;
      receive;
      word[7:0] = got;
      receive;
      word[15:8] = got;
      receive;
      word[23:16] = got;
      receive;
      word[31:24] = got;
    end
  endtask

  reg [43:0] access;
  reg [75:0] beat;
  integer w;
  task bring_up;
    begin
      for (w = 0; w < Writes; w = w + 1) begin
        if (w == First) await_state;
        access = registers[w];
        write(access[43:32], access[31:0]);
        if (got != 8'd0) fail("a register refused");
      end
      await_state;
    end
  endtask
  task await_state;
    begin
      word = 32'd0;
      while (word[1:0] != 2'b10) read(Status);
      if (response != 8'd0) fail("STATUS refused");
    end
  endtask

  integer f;
  integer b;
  initial begin
    $readmemh("registers.memh", registers);
    $readmemh("frames.memh", frames);
    $readmemh("winners.memh", winners);
    repeat (10) @(negedge clk);
    go = 1'b1;
    repeat (400) @(negedge clk);
    read(12'd0);
    if (response != 8'd0 || word != 32'h53494c49) fail("ID");
    read(12'hffc);
    if (response != 8'd2) fail("a register that is not there");
    send(8'h00);
    receive;
    if (got != 8'h3f) fail("an unknown command");
    bring_up;
    // A break in the middle of a frame: the block forgets everything.
    send(8'h46);
    send(8'd1);
    send(8'hff);
    @(negedge clk) rx = 1'b0;
    repeat (30 * Divider) @(negedge clk);
    rx = 1'b1;
    repeat (4 * Divider) @(negedge clk);
    read(Status);
    if (response != 8'd0 || word[1:0] != 2'b00) fail("a break");
    bring_up;
    for (f = 0; f < Frames; f = f + 1) begin
      beat = frames[f*FrameBytes + FrameBytes - 1];
      send(8'h46);
      send({7'd0, beat[72]});
      for (b = 0; b < FrameBytes; b = b + 1) begin
        beat = frames[f*FrameBytes + b];
        send(beat[7:0]);
      end
      for (b = 0; b < WinnerBytes; b = b + 1) begin
        beat = winners[f*WinnerBytes + b];
        receive;
        if (got !== beat[7:0]) begin
          $display("FAIL: byte %0d of the winners of frame %0d is %h, not %h", b, f, got, beat[7:0]);
          $finish;
        end
      end
    end
    if (taken != filled) fail("more than was asked for");
    $display("PASS: %0d frames, %0d bytes of winners and classes", Frames, OutBeats);
    $finish;
  end
endmodule
